package com.callbackers.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API tells of itself, and whom it talks to. */
class AboutTest {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/livez", "/readyz"})
    void itIsWell(String path) {
        assertThat(new Http(KUBE.kube()).send("GET", path, "").body()).isEqualTo("ok");
    }

    @Test
    void itHasAVersion() {
        assertThat(KUBE.client().getKubernetesVersion().getMinor()).isEqualTo("35");
    }

    @Test
    void kindsAreDiscoveredGroupByGroup() {
        // given
        var http = new Http(KUBE.kube());

        // then
        assertThat(http.get("/api").path("versions").get(0).asText()).isEqualTo("v1");
        assertThat(http.get("/apis").path("groups").findValuesAsText("name")).contains("apps", "policy");
        var deployments = http.get("/apis/apps/v1").path("resources").findValuesAsText("name");
        assertThat(deployments).contains("deployments", "deployments/status", "deployments/scale");
        assertThat(http.send("GET", "/apis/monitoring.coreos.com/v1", "").statusCode())
                .isEqualTo(404);
        assertThat(http.send("GET", "/apis/apps/v1/nonsense", "").statusCode()).isEqualTo(404);
    }

    @Test
    void kindsAreDiscoveredAllAtOnce() {
        // when
        var document = new Http(KUBE.kube())
                .get(
                        "/apis",
                        "Accept",
                        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json");

        // then
        assertThat(document.path("kind").asText()).isEqualTo("APIGroupDiscoveryList");
        assertThat(document.findValuesAsText("singularResource")).contains("deployment", "lease");
    }

    @Test
    void documentsReferToNothingThatTheyDoNotHave() {
        // given
        var http = new Http(KUBE.kube());

        for (var path : http.get("/openapi/v3").path("paths")) {
            // when
            var document = http.get(path.path("serverRelativeURL").asText());

            // then
            var schemas = document.path("components").path("schemas");
            assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                            schemas.has(reference.replace("#/components/schemas/", "")))
                    .isTrue());
        }
    }

    @Test
    void everythingIsAllowedAndNoQuestionIsStored() {
        // when
        var answer = KUBE.client()
                .resource(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb("delete")
                        .withResource("nodes")
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create();

        // then
        assertThat(answer.getStatus().getAllowed()).isTrue();
        assertThat(new Http(KUBE.kube())
                        .send("GET", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "")
                        .statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, , 200",
        "127.0.0.1, , 200",
        "evil.example.com, , 403",
        "localhost.evil.example.com, , 403",
        "localhost, http://evil.example.com, 403",
        "localhost, http://localhost:3000, 403",
        "localhost, http://localhost, 200",
        "localhost, null, 403",
    })
    void webPagesAreNotAnswered(String host, String origin, int code) throws IOException {
        // when
        String answer;
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), KUBE.kube().port())) {
            var request = "GET /api/v1/secrets HTTP/1.1\r\nHost: " + host + "\r\n"
                    + (origin == null ? "" : "Origin: " + origin + "\r\n") + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        // then
        assertThat(answer).startsWith("HTTP/1.1 " + code);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        // when
        var answer = new Http(KUBE.kube())
                .send(
                        "POST",
                        "/api/v1/namespaces/default/configmaps",
                        "x".repeat(4 << 20),
                        "Content-Type",
                        "application/json");

        // then
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void aBodyThatIsNoJsonIsRefused() {
        // when
        var answer = new Http(KUBE.kube())
                .send("POST", "/api/v1/namespaces/default/configmaps", "{\"a\":", "Content-Type", "application/json");

        // then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Http.tree(answer.body()).path("reason").asText()).isEqualTo("BadRequest");
    }
}
