package com.callbackers.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.resources.CallbackRoute;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules by way of the Kubernetes API. */
class KubernetesIT {

    @TempDir
    Path folder;

    @Test
    void aRouteIsAtWorkOnceItIsReadyAndOutlivesARestart() throws Exception {
        try (var sink = new Sink()) {
            // given
            var routes = Files.createDirectory(folder.resolve("routes"));
            try (var standalone = RunningStandalone.start(routes, folder.resolve("data"));
                    var kubernetes = kubernetes(standalone)) {
                kubernetes
                        .resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName("acme")
                                .endMetadata()
                                .build())
                        .create();

                // when
                kubernetes.resource(route(kubernetes, sink, "hello")).create();

                // then
                awaitReady(kubernetes, "True Ready");
                assertThat(sent(standalone, sink)).isEqualTo("hello");
                assertThat(standalone.api("/api/routes/acme/all").body()).contains("http://acme.localhost:");
                assertThat(standalone.stop()).isZero();
            }

            // when
            try (var again = RunningStandalone.start(routes, folder.resolve("data"));
                    var kubernetes = kubernetes(again)) {

                // then
                awaitReady(kubernetes, "True Ready");
                assertThat(sent(again, sink)).isEqualTo("hello");
            }
        }
    }

    @Test
    void whatTheFolderHoldsIsInTheApiAndGoesWithIt() throws Exception {
        try (var sink = new Sink()) {
            // given
            var routes = Files.createDirectory(folder.resolve("routes"));
            var file = routes.resolve("route.yaml");
            Files.writeString(file, yaml(sink, "from the folder"));
            try (var standalone = RunningStandalone.start(routes, folder.resolve("data"));
                    var kubernetes = kubernetes(standalone)) {
                assertThat(sent(standalone, sink)).isEqualTo("from the folder");

                // when
                kubernetes
                        .resource(route(kubernetes, sink, "by hand"))
                        .forceConflicts()
                        .serverSideApply();

                // then
                await().atMost(Duration.ofSeconds(15)).until(() -> sent(standalone, sink), "by hand"::equals);

                // when
                Files.delete(file);

                // then
                await().atMost(Duration.ofSeconds(15))
                        .until(() -> kubernetes
                                        .resources(CallbackRoute.class)
                                        .inNamespace("acme")
                                        .withName("all")
                                        .get()
                                == null);
                await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(standalone
                                .settled(standalone.accepted("acme", "/", "x"))
                                .path("state")
                                .asString())
                        .isEqualTo("unrouted"));
            }
        }
    }

    private static KubernetesClient kubernetes(RunningStandalone standalone) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(standalone.kubernetes())
                        .build())
                .build();
    }

    private static void awaitReady(KubernetesClient kubernetes, String told) {
        await().atMost(Duration.ofSeconds(15)).until(() -> ready(kubernetes), told::equals);
    }

    private static String ready(KubernetesClient kubernetes) {
        var status = kubernetes
                .resources(CallbackRoute.class)
                .inNamespace("acme")
                .withName("all")
                .require()
                .getStatus();
        return status == null
                ? ""
                : status.conditions().stream()
                        .filter(condition -> condition.getType().equals("Ready"))
                        .map((Condition condition) -> condition.getStatus() + " " + condition.getReason())
                        .findFirst()
                        .orElse("");
    }

    private static CallbackRoute route(KubernetesClient kubernetes, Sink sink, String body) {
        return kubernetes.getKubernetesSerialization().unmarshal(yaml(sink, body), CallbackRoute.class);
    }

    private static String yaml(Sink sink, String body) {
        return """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: all, namespace: acme}
                spec:
                  rules:
                  - name: all
                    actions:
                    - {name: sink, type: Forward, forward: {url: "%s", body: "%s"}}
                """.formatted(sink.url(), body);
    }

    private static String sent(RunningStandalone standalone, Sink sink) throws IOException {
        var id = standalone.accepted("acme", "/", "x");
        standalone.settled(id);
        return sink.received(each -> each.header("callback-id").equals(id)).stream()
                .findFirst()
                .map(each -> each.text())
                .orElse("nothing");
    }
}
