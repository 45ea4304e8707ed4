package com.callbackers.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several managers each have their say in one object. */
class ServerSideApplyTest {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    private static JsonNode apply(String manager, String plural, String object) {
        return apply(manager, plural, object, "");
    }

    private static JsonNode apply(String manager, String plural, String object, String parameters) {
        var tree = Http.tree(object);
        var api = tree.path("apiVersion").asText();
        var path = (api.contains("/") ? "/apis/" : "/api/") + api + "/namespaces/" + KUBE.namespace() + "/" + plural
                + "/" + tree.path("metadata").path("name").asText() + "?fieldManager=" + manager + parameters;
        return Http.tree(new Http(KUBE.kube())
                .send("PATCH", path, object, "Content-Type", "application/apply-patch+yaml")
                .body());
    }

    private static String map(String data) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":" + data + "}";
    }

    private static String deployment(String containers) {
        return "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"template\":"
                + "{\"spec\":{\"containers\":" + containers + "}}}}";
    }

    private static JsonNode containers(JsonNode deployment) {
        return deployment.path("spec").path("template").path("spec").path("containers");
    }

    @Test
    void whatIsMissingIsMade() {
        // when
        var made = apply("one", "configmaps", map("{\"x\":\"1\"}"));

        // then
        assertThat(made.path("metadata").path("uid").asText()).isNotBlank();
        assertThat(made.path("metadata")
                        .path("managedFields")
                        .get(0)
                        .path("operation")
                        .asText())
                .isEqualTo("Apply");
        assertThat(made.path("metadata").path("managedFields").get(0).path("fieldsV1"))
                .isEqualTo(Http.tree("{\"f:data\":{\"f:x\":{}}}"));
    }

    @Test
    void applyingTheSameAgainWritesNothing() {
        // given
        var first = apply("one", "configmaps", map("{\"x\":\"1\"}"));

        // when
        var second = apply("one", "configmaps", map("{\"x\":\"1\"}"));

        // then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void anothersFieldIsAConflict() {
        // given
        apply("one", "configmaps", map("{\"x\":\"1\",\"y\":\"1\"}"));

        // when
        var refused = apply("two", "configmaps", map("{\"x\":\"2\"}"));

        // then
        assertThat(refused.path("code").asInt()).isEqualTo(409);
        assertThat(refused.path("message").asText())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"one\": .data.x");
        assertThat(refused.path("details").path("causes"))
                .isEqualTo(
                        Http.tree(
                                "[{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"one\\\"\",\"field\":\".data.x\"}]"));
    }

    @Test
    void theSameValueIsSharedWithoutConflict() {
        // given
        apply("one", "configmaps", map("{\"x\":\"1\"}"));
        apply("two", "configmaps", map("{\"x\":\"1\"}"));

        // when
        var left = apply("one", "configmaps", map("{\"z\":\"1\"}"));

        // then
        assertThat(left.path("data")).isEqualTo(Http.tree("{\"x\":\"1\",\"z\":\"1\"}"));
    }

    @Test
    void forceTakesTheField() {
        // given
        apply("one", "configmaps", map("{\"x\":\"1\",\"y\":\"1\"}"));

        // when
        apply("two", "configmaps", map("{\"x\":\"2\"}"), "&force=true");
        var left = apply("one", "configmaps", map("{\"y\":\"1\"}"));

        // then
        assertThat(left.path("data")).isEqualTo(Http.tree("{\"x\":\"2\",\"y\":\"1\"}"));
    }

    @Test
    void whatAManagerNoLongerAppliesGoes() {
        // given
        apply("one", "configmaps", map("{\"x\":\"1\",\"y\":\"1\"}"));

        // when
        var left = apply("one", "configmaps", map("{\"y\":\"1\"}"));

        // then
        assertThat(left.path("data")).isEqualTo(Http.tree("{\"y\":\"1\"}"));
    }

    @Test
    void listsOfBuiltInKindsMergeByTheirKeys() {
        // given
        apply(
                "one",
                "deployments",
                deployment("[{\"name\":\"app\",\"image\":\"app:1\",\"ports\":[{\"containerPort\":80}]}]"));

        // when
        apply("two", "deployments", deployment("[{\"name\":\"sidecar\",\"image\":\"s:1\"}]"));
        var after = apply("one", "deployments", deployment("[{\"name\":\"app\",\"image\":\"app:2\"}]"));

        // then
        assertThat(containers(after))
                .isEqualTo(
                        Http.tree("[{\"name\":\"app\",\"image\":\"app:2\"},{\"name\":\"sidecar\",\"image\":\"s:1\"}]"));
    }

    @Test
    void aPlainUpdateTakesFieldsToo() {
        // given
        apply("one", "configmaps", map("{\"x\":\"1\",\"y\":\"1\"}"));
        var path = "/api/v1/namespaces/" + KUBE.namespace() + "/configmaps/a";

        // when
        var patched = Http.tree(new Http(KUBE.kube())
                .send(
                        "PATCH",
                        path + "?fieldManager=two",
                        "{\"data\":{\"x\":\"2\"}}",
                        "Content-Type",
                        "application/merge-patch+json")
                .body());

        // then
        var managers = new ArrayList<String>();
        patched.path("metadata")
                .path("managedFields")
                .forEach(entry -> managers.add(entry.path("manager").asText() + " "
                        + entry.path("operation").asText() + " " + entry.path("fieldsV1")));
        assertThat(managers)
                .containsExactly("one Apply {\"f:data\":{\"f:y\":{}}}", "two Update {\"f:data\":{\"f:x\":{}}}");
    }

    @Test
    void aDryRunAppliesNothing() {
        // when
        var tried = apply("one", "configmaps", map("{\"x\":\"1\"}"), "&dryRun=All");

        // then
        assertThat(tried.path("data")).isEqualTo(Http.tree("{\"x\":\"1\"}"));
        assertThat(KUBE.client()
                        .configMaps()
                        .inNamespace(KUBE.namespace())
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void anUnknownFieldIsRefusedWhereThatIsAskedFor() {
        // given
        var object = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"dada\":{}}";

        // when
        var refused = apply("one", "configmaps", object, "&fieldValidation=Strict");

        // then
        assertThat(refused.path("code").asInt()).isEqualTo(400);
        assertThat(refused.path("message").asText())
                .isEqualTo(
                        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"dada\"");
    }
}
