package com.callbackers.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How hosts are led to the edge. */
@Tag("kubernetes")
class ExposureIT {

    private static final String GATEWAY =
            "exposure: {mode: HTTPRoute, gateway: {parent-refs: [{name: public, namespace: gateways, section-name: https}]}}";

    @RegisterExtension
    static final Kube KUBE = new Kube();

    private Scene scene;

    @BeforeEach
    void begin() {
        scene = new Scene(KUBE);
        GatewayApi.install(scene.client);
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    private List<HTTPRoute> httpRoutes() {
        return scene.client
                .resources(HTTPRoute.class)
                .inNamespace(scene.system)
                .list()
                .getItems();
    }

    @Test
    void anIngressAHostAsTheSettingsSay() {
        // given
        scene.operator("""
                labels: {app.kubernetes.io/instance: release}
                exposure:
                  annotations: {cert-manager.io/cluster-issuer: letsencrypt}
                  service: {name: edge, port: 8080}
                  ingress: {class-name: nginx, tls: PerHost}
                """);

        // when
        scene.forward("card", scene.host("card") + ", hooks-" + scene.id + ".example.com");

        // then
        scene.awaitTold("card", "Ready=True Ready");
        assertThat(scene.exposedHosts())
                .containsExactlyInAnyOrder(scene.whole("card"), "hooks-" + scene.id + ".example.com");
        assertThat(scene.ingresses()).allSatisfy(ingress -> {
            var host = ingress.getSpec().getRules().getFirst().getHost();
            assertThat(ingress.getMetadata().getName())
                    .startsWith(host.replace('.', '-'))
                    .hasSizeLessThan(64);
            assertThat(ingress.getMetadata().getLabels())
                    .containsEntry("app.kubernetes.io/instance", "release")
                    .containsEntry("app.kubernetes.io/component", "edge")
                    .containsEntry("app.kubernetes.io/managed-by", "callbackers-operator");
            assertThat(ingress.getMetadata().getAnnotations())
                    .containsEntry("cert-manager.io/cluster-issuer", "letsencrypt")
                    .containsEntry("callbackers.com/route", scene.tenant + "/card");
            assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("nginx");
            assertThat(ingress.getSpec().getTls()).singleElement().satisfies(tls -> {
                assertThat(tls.getHosts()).containsExactly(host);
                assertThat(tls.getSecretName()).isEqualTo(host + "-tls");
            });
            var backend = ingress.getSpec()
                    .getRules()
                    .getFirst()
                    .getHttp()
                    .getPaths()
                    .getFirst()
                    .getBackend()
                    .getService();
            assertThat(backend.getName()).isEqualTo("edge");
            assertThat(backend.getPort().getNumber()).isEqualTo(8080);
        });
    }

    @Test
    void aSettingThatIsTakenBackIsTakenBackEverywhere() {
        // given
        scene.operator("exposure: {annotations: {example.com/a: a, example.com/b: b}}");
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");

        // when
        scene.operator("exposure: {annotations: {example.com/a: a}}");

        // then
        await().untilAsserted(() -> assertThat(
                        scene.ingresses().getFirst().getMetadata().getAnnotations())
                .containsKey("example.com/a")
                .doesNotContainKey("example.com/b"));
    }

    @Test
    void oneWildcardForAllLabelsAndAnIngressForEachHostOfATenantsOwn() {
        // given
        scene.operator("exposure: {mode: Wildcard}");

        // when
        scene.forward("card", scene.host("card") + ", hooks-" + scene.id + ".example.com");

        // then
        scene.awaitTold("card", "Ready=True Ready");
        await().untilAsserted(() -> assertThat(scene.exposedHosts())
                .containsExactlyInAnyOrder("*.callbackers.com", "hooks-" + scene.id + ".example.com"));
    }

    @Test
    void anHttpRouteAHost() {
        // given
        scene.operator(GATEWAY);

        // when
        scene.forward("card", scene.host("card"));

        // then
        scene.awaitTold("card", "Ready=True Ready");
        assertThat(httpRoutes()).singleElement().satisfies(route -> {
            assertThat(route.getSpec().getHostnames()).containsExactly(scene.whole("card"));
            assertThat(route.getSpec().getParentRefs())
                    .singleElement()
                    .extracting(
                            ParentReference::getName, ParentReference::getNamespace, ParentReference::getSectionName)
                    .containsExactly("public", "gateways", "https");
        });
        assertThat(scene.ingresses()).isEmpty();
    }

    @Test
    void nothingWhereNothingIsWanted() {
        // given
        scene.operator("exposure: {mode: None}");

        // when
        scene.forward("card", scene.host("card"));

        // then
        scene.awaitTold("card", "Ready=True Ready");
        assertThat(scene.ingresses()).isEmpty();
    }

    @Test
    void anotherModeRemovesWhatTheFormerMade() {
        // given
        scene.operator();
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");

        // when
        scene.operator("exposure: {mode: Wildcard}");

        // then
        await().untilAsserted(() -> assertThat(scene.exposedHosts()).containsExactly("*.callbackers.com"));

        // when
        scene.operator(GATEWAY);

        // then
        await().untilAsserted(() -> assertThat(httpRoutes()).hasSize(1));
        await().untilAsserted(() -> assertThat(scene.ingresses()).isEmpty());

        // when
        scene.operator();

        // then
        await().untilAsserted(() -> assertThat(scene.exposedHosts()).containsExactly(scene.whole("card")));
        await().untilAsserted(() -> assertThat(httpRoutes()).isEmpty());

        // when
        scene.operator("exposure: {mode: None}");

        // then
        await().untilAsserted(() -> assertThat(scene.ingresses()).isEmpty());
    }
}
