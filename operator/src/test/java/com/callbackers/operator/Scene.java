package com.callbackers.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.CompiledSecret;
import com.callbackers.compiler.UnreadableRouteException;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import com.callbackers.resources.CallbackRouteStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The namespaces of one test, with an operator and a worker in them. */
final class Scene {

    final String id = UUID.randomUUID().toString().substring(0, 8);
    final String system = "system-" + id;
    final String tenant = "tenant-" + id;
    final FakeWorker worker;
    final KubernetesClient client;

    private final Kube kube;
    private final List<AutoCloseable> workers = new ArrayList<>();
    private @Nullable RunningOperator operator;

    Scene(Kube kube) {
        this.kube = kube;
        this.client = kube.client();
        namespace(system);
        namespace(tenant);
        worker = worker("worker-1");
    }

    FakeWorker worker(String name) {
        var worker = new FakeWorker(client, system, name);
        workers.add(worker);
        return worker;
    }

    RunningOperator operator() {
        return operator("");
    }

    /** @param settings below {@code callbackers.operator}, as YAML without indentation */
    RunningOperator operator(String settings) {
        return operator(kube.config(), settings);
    }

    RunningOperator operator(Config config, String settings) {
        stopOperator();
        operator = RunningOperator.start(config, system, settings);
        return operator;
    }

    void stopOperator() {
        if (operator != null) {
            operator.close();
            operator = null;
        }
    }

    void namespace(String name) {
        apply(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build());
        // What a cluster's controller manager makes, and pods need.
        apply(new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(name)
                .endMetadata()
                .build());
    }

    private <T extends HasMetadata> T apply(T object) {
        return client.resource(object).fieldManager("test").forceConflicts().serverSideApply();
    }

    /** @param spec as YAML without indentation */
    CallbackRoute route(String namespace, String name, String spec) {
        return apply(client.getKubernetesSerialization()
                .unmarshal("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: %s, namespace: %s}
                spec:
                %s
                """.formatted(name, namespace, spec.indent(2)), CallbackRoute.class));
    }

    CallbackRoute route(String name, String spec) {
        return route(tenant, name, spec);
    }

    /** One that forwards everything. */
    CallbackRoute forward(String name, String host) {
        return route(name, forwardTo(host, "true"));
    }

    static String forwardTo(String host, String when) {
        return """
                hosts: [%s]
                rules:
                - name: all
                  when: "%s"
                  actions:
                  - {name: erp, type: Forward, forward: {url: "https://erp.example.com"}}
                """.formatted(host, when);
    }

    static String slack(String secret, String key) {
        return """
                rules:
                - name: all
                  actions:
                  - {name: team, type: Slack, slack: {webhookUrlSecretRef: {name: %s, key: %s}, text: hi}}
                """.formatted(secret, key);
    }

    static String pointTo(String destination) {
        return """
                rules:
                - name: all
                  actions:
                  - {name: team, type: Slack, destinationRef: %s, slack: {text: hi}}
                """.formatted(destination);
    }

    CallbackDestination destination(String namespace, String name, String spec) {
        return apply(client.getKubernetesSerialization()
                .unmarshal("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackDestination
                metadata: {name: %s, namespace: %s}
                spec:
                %s
                """.formatted(name, namespace, spec.indent(2)), CallbackDestination.class));
    }

    Secret secret(String namespace, String name, Map<String, String> values) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata();
        values.forEach((key, value) ->
                secret.addToData(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return apply(secret.build());
    }

    void delete(HasMetadata object) {
        client.resource(object).delete();
    }

    CallbackRoute route(String name) {
        return client.resources(CallbackRoute.class)
                .inNamespace(tenant)
                .withName(name)
                .require();
    }

    CallbackRouteStatus status(String name) {
        return route(name).getStatus();
    }

    Optional<Condition> condition(String name, String type) {
        var route = route(name);
        return route.getStatus() == null
                ? Optional.empty()
                : condition(route.getStatus().conditions(), type).filter(condition -> condition
                        .getObservedGeneration()
                        .equals(route.getMetadata().getGeneration()));
    }

    static Optional<Condition> condition(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    String message(String name, String type) {
        return condition(name, type).orElseThrow().getMessage();
    }

    /** @param told such as {@code Ready=False HostConflict}, of the generation that there is now */
    void awaitTold(String name, String... told) {
        for (var each : told) {
            var type = each.substring(0, each.indexOf('='));
            await().untilAsserted(() ->
                    assertThat(condition(name, type).map(Scene::told)).hasValue(each));
        }
    }

    void awaitDestinationTold(String name, String... told) {
        for (var each : told) {
            var type = each.substring(0, each.indexOf('='));
            await().untilAsserted(() -> {
                var destination = client.resources(CallbackDestination.class)
                        .inNamespace(tenant)
                        .withName(name)
                        .require();
                assertThat(destination.getStatus()).isNotNull();
                assertThat(destination.getStatus().observedGeneration())
                        .isEqualTo(destination.getMetadata().getGeneration());
                assertThat(condition(destination.getStatus().conditions(), type).map(Scene::told))
                        .hasValue(each);
            });
        }
    }

    private static String told(Condition condition) {
        return condition.getType() + "=" + condition.getStatus() + " " + condition.getReason();
    }

    Optional<Secret> compiledSecret(String name) {
        return Optional.ofNullable(client.secrets()
                .inNamespace(system)
                .withName(CompiledSecret.name(tenant + "/" + name))
                .get());
    }

    Optional<CompiledRoute> compiled(String name) {
        return compiledSecret(name).map(secret -> {
            try {
                return CompiledSecret.read(secret);
            } catch (UnreadableRouteException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    List<Ingress> ingresses() {
        return client.resources(Ingress.class).inNamespace(system).list().getItems();
    }

    List<String> exposedHosts() {
        return ingresses().stream()
                .map(ingress -> ingress.getSpec().getRules().getFirst().getHost())
                .toList();
    }

    /** Type and reason of each that was written about a route, in their order. */
    List<String> events(String name) {
        return client.v1().events().inNamespace(tenant).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(name))
                .sorted(Comparator.comparingLong(
                        event -> Long.parseLong(event.getMetadata().getResourceVersion())))
                .map(Scene::told)
                .toList();
    }

    private static String told(Event event) {
        return event.getType() + " " + event.getReason();
    }

    String host(String label) {
        return label + "-" + id;
    }

    String whole(String label) {
        return host(label) + ".callbackers.com";
    }

    void close() throws Exception {
        stopOperator();
        for (var each : workers) {
            each.close();
        }
    }
}
