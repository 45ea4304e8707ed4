package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.console.resources.KubernetesCatalog;
import com.callbackers.localkube.LocalKube;
import com.callbackers.resources.CustomResourceDefinitions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KubernetesCatalogIT {

    private final Path data;
    private final int port = freePort();
    private LocalKube kube;
    private KubernetesClient kubernetes;
    private KubernetesCatalog routes;

    KubernetesCatalogIT(@TempDir Path data) {
        this.data = data;
    }

    @BeforeEach
    void start() {
        kube = startKubernetes();
        kubernetes = new KubernetesClientBuilder().withConfig(config()).build();
        CustomResourceDefinitions.yaml().forEach(crd -> kubernetes
                .load(new ByteArrayInputStream(crd.getBytes(StandardCharsets.UTF_8)))
                .create());
        kubernetes
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("mingkyme")
                        .endMetadata()
                        .build())
                .create();
        routes = KubernetesCatalog.connect(config(), JsonMapper.builder().build());
    }

    @AfterEach
    void stop() {
        routes.close();
        kubernetes.close();
        kube.close();
    }

    private LocalKube startKubernetes() {
        return LocalKube.start(LocalKube.Settings.inMemory().withData(data).withPort(port));
    }

    private Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port)
                .build();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void apply(String name, String host) {
        var route = """
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackRoute
                    metadata:
                      name: %s
                      namespace: mingkyme
                      labels: {team: cards}
                      annotations: {note: "hi", kubectl.kubernetes.io/last-applied-configuration: "{}"}
                    spec:
                      hosts: [%s]
                      rules:
                      - name: all
                        actions:
                        - {name: erp, type: Forward, forward: {url: "https://erp.example.com"}}
                """.formatted(name, host);
        kubernetes
                .resource(Serialization.unmarshal(route, GenericKubernetesResource.class))
                .fieldManager("test")
                .serverSideApply();
    }

    private void delete(String name) {
        kubernetes
                .genericKubernetesResources("callbackers.com/v1alpha1", "CallbackRoute")
                .inNamespace("mingkyme")
                .withName(name)
                .delete();
    }

    private JsonNode route(String name) {
        return routes.route("mingkyme", name).orElseThrow();
    }

    private void awaitHost(String name, String host) {
        await().until(() -> routes.route("mingkyme", name)
                .filter(route -> host.equals(route.at("/spec/hosts/0").asString()))
                .isPresent());
    }

    @Test
    void routesAreShownAsTheyAre() {
        // given
        apply("card", "one");
        kubernetes
                .genericKubernetesResources("callbackers.com/v1alpha1", "CallbackRoute")
                .inNamespace("mingkyme")
                .withName("card")
                .editStatus(route -> {
                    route.setAdditionalProperty("status", Map.of("observedGeneration", 1, "hosts", List.of()));
                    return route;
                });

        // when
        routes.start();
        await().until(routes::known);

        // then
        var route = route("card");
        assertThat(route.propertyNames()).containsExactly("apiVersion", "kind", "metadata", "spec", "status");
        assertThat(route.path("metadata").propertyNames())
                .containsExactly("name", "namespace", "generation", "creationTimestamp", "labels", "annotations");
        assertThat(route.at("/metadata/generation").asLong()).isEqualTo(1);
        assertThat(route.at("/metadata/labels/team").asString()).isEqualTo("cards");
        assertThat(route.at("/metadata/annotations").toString()).isEqualTo("{\"note\":\"hi\"}");
        assertThat(route.at("/spec/rules/0/actions/0/forward/url").asString()).isEqualTo("https://erp.example.com");
        assertThat(route.at("/status/observedGeneration").asLong()).isEqualTo(1);
        assertThat(routes.routes()).containsExactly(route);
    }

    @Test
    void changesAreSeen() {
        // given
        routes.start();
        apply("card", "one");
        apply("other", "other");
        awaitHost("card", "one");

        // when
        apply("card", "two");
        delete("other");

        // then
        awaitHost("card", "two");
        await().until(() -> routes.route("mingkyme", "other").isEmpty());
    }

    @Test
    void whatChangedWhileTheApiWasAwayIsSeenLater() {
        // given
        apply("card", "one");
        apply("other", "other");
        routes.start();
        awaitHost("other", "other");

        // when
        kube.close();
        assertThat(route("card").at("/spec/hosts/0").asString()).isEqualTo("one");
        kube = startKubernetes();
        apply("card", "two");
        delete("other");

        // then
        await().atMost(Duration.ofSeconds(30))
                .until(() -> routes.route("mingkyme", "other").isEmpty());
        awaitHost("card", "two");
    }

    @Test
    void theConsoleSaysThatItDoesNotKnowTheRoutesYet() {
        // given
        apply("card", "one");
        kube.close();
        System.setProperty(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY, "http://127.0.0.1:" + port);
        try (var console = RunningConsole.start(
                "server.port=0",
                "management.server.port=0",
                "spring.r2dbc.url=r2dbc:postgresql://localhost:1/none",
                "spring.rabbitmq.addresses=amqp://localhost:1",
                "callbackers.console.kubernetes.enabled=true")) {
            var client = new Client(console.port());

            // when
            var list = client.get("/api/routes");
            var one = client.get("/api/routes/mingkyme/card");

            // then
            assertThat(list.status()).isEqualTo(503);
            assertThat(one.status()).isEqualTo(503);
            assertThat(Stream.of("/routes/mingkyme/card", "/routes/mingkyme/card/edit", "/destinations/mingkyme/slack"))
                    .allMatch(page -> client.get(page).status() == 503);
            assertThat(list.headers().getFirst("Retry-After")).isEqualTo("5");
            assertThat(list.json().path("detail").asString())
                    .isEqualTo("the routes could not be read from the Kubernetes API yet");

            // when
            kube = startKubernetes();

            // then
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.get("/api/routes").status() == 200);
            assertThat(client.get("/api/routes").json().path("items")).hasSize(1);
            assertThat(client.get("/api/routes/mingkyme/card").status()).isEqualTo(200);
            assertThat(client.get("/api/routes/mingkyme/none").status()).isEqualTo(404);
        } finally {
            System.clearProperty(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY);
        }
    }
}
