package com.callbackers.localkube;

import static com.callbackers.localkube.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The kinds of patches that clients send. */
class PatchTest {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    private static JsonNode patch(String plural, String type, String patch) {
        return Http.tree(new Http(KUBE.kube())
                .send(
                        "PATCH",
                        "/api/v1/namespaces/" + KUBE.namespace() + "/" + plural + "/a",
                        patch,
                        "Content-Type",
                        "application/" + type + "+json")
                .body());
    }

    private static void createMap() {
        KUBE.client()
                .resource(configMap(KUBE.namespace(), "a", Map.of("x", "1", "y", "1")))
                .create();
    }

    private static void createPod() {
        KUBE.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("a")
                        .withNamespace(KUBE.namespace())
                        .withFinalizers("example.com/one", "example.com/two")
                        .endMetadata()
                        .withNewSpec()
                        .addToContainers(
                                new ContainerBuilder()
                                        .withName("app")
                                        .withImage("app:1")
                                        .addNewEnv()
                                        .withName("A")
                                        .withValue("1")
                                        .endEnv()
                                        .build(),
                                new ContainerBuilder()
                                        .withName("other")
                                        .withImage("other:1")
                                        .build())
                        .addToTolerations(new Toleration("NoSchedule", "k", "Exists", null, null))
                        .endSpec()
                        .build())
                .create();
    }

    @Test
    void aMergePatchMergesAndRemoves() {
        // given
        createMap();

        // when
        var patched = patch("configmaps", "merge-patch", "{\"data\":{\"x\":null,\"z\":\"3\"}}");

        // then
        assertThat(patched.path("data")).isEqualTo(Http.tree("{\"y\":\"1\",\"z\":\"3\"}"));
    }

    @Test
    void aMergePatchReplacesLists() {
        // given
        createPod();

        // when
        var patched = patch("pods", "merge-patch", "{\"spec\":{\"containers\":[{\"name\":\"new\"}]}}");

        // then
        assertThat(patched.path("spec").path("containers")).isEqualTo(Http.tree("[{\"name\":\"new\"}]"));
    }

    @Test
    void aJsonPatchDoesStepAfterStep() {
        // given
        createMap();

        // when
        var patched = patch(
                "configmaps",
                "json-patch",
                "[{\"op\":\"test\",\"path\":\"/data/x\",\"value\":\"1\"},{\"op\":\"move\",\"from\":\"/data/x\",\"path\":\"/data/z\"}]");

        // then
        assertThat(patched.path("data")).isEqualTo(Http.tree("{\"y\":\"1\",\"z\":\"1\"}"));
    }

    @Test
    void aJsonPatchThatDoesNotFitIsRefused() {
        // given
        createMap();

        // when
        var test = patch("configmaps", "json-patch", "[{\"op\":\"test\",\"path\":\"/data/x\",\"value\":\"2\"}]");
        var remove = patch("configmaps", "json-patch", "[{\"op\":\"remove\",\"path\":\"/data/nothing\"}]");

        // then
        assertThat(test.path("code").asInt()).isEqualTo(422);
        assertThat(remove.path("code").asInt()).isEqualTo(422);
    }

    @Test
    void aStrategicPatchMergesListsByTheirKeys() {
        // given
        createPod();

        // when
        var patched = patch(
                "pods",
                "strategic-merge-patch",
                "{\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"app:2\",\"env\":[{\"name\":\"B\",\"value\":\"2\"}]}],"
                        + "\"tolerations\":[]}}");

        // then
        var app = patched.path("spec").path("containers").get(0);
        assertThat(app.path("image").asText()).isEqualTo("app:2");
        assertThat(app.path("env").findValuesAsText("name")).containsExactly("B", "A");
        assertThat(patched.path("spec").path("containers").findValuesAsText("image"))
                .containsExactly("app:2", "other:1");
        assertThat(patched.path("spec").path("tolerations")).isEmpty();
    }

    @Test
    void aStrategicPatchHasDirectives() {
        // given
        createPod();

        // when
        var patched = patch(
                "pods",
                "strategic-merge-patch",
                "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"example.com/one\"]},"
                        + "\"spec\":{\"$setElementOrder/containers\":[{\"name\":\"new\"},{\"name\":\"app\"}],"
                        + "\"containers\":[{\"name\":\"other\",\"$patch\":\"delete\"},{\"name\":\"new\",\"image\":\"new:1\"}]}}");
        var replaced = patch(
                "pods",
                "strategic-merge-patch",
                "{\"spec\":{\"containers\":[{\"$patch\":\"replace\"},{\"name\":\"only\",\"image\":\"only:1\"}]}}");

        // then
        assertThat(patched.path("metadata").path("finalizers")).isEqualTo(Http.tree("[\"example.com/two\"]"));
        assertThat(patched.path("spec").path("containers").findValuesAsText("image"))
                .containsExactly("new:1", "app:1");
        assertThat(replaced.path("spec").path("containers").findValuesAsText("image"))
                .containsExactly("only:1");
    }

    @Test
    void aPatchMayNameTheVersionItIsFor() {
        // given
        createMap();

        // when
        var refused =
                patch("configmaps", "merge-patch", "{\"metadata\":{\"resourceVersion\":\"1\"},\"data\":{\"x\":\"2\"}}");

        // then
        assertThat(refused.path("reason").asText()).isEqualTo("Conflict");
    }

    @Test
    void otherTypesAreNotKnown() {
        // given
        createMap();

        // when
        var refused = patch("configmaps", "x-patch", "{}");

        // then
        assertThat(refused.path("code").asInt()).isEqualTo(415);
    }
}
