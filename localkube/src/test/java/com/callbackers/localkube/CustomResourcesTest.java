package com.callbackers.localkube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A definition makes its kind a kind like others. */
class CustomResourcesTest {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    @BeforeEach
    void define() {
        KUBE.client().resource(Widgets.definition()).forceConflicts().serverSideApply();
    }

    private static GenericKubernetesResource create(String spec) {
        return KUBE.client()
                .genericKubernetesResources(Widgets.CONTEXT)
                .inNamespace(KUBE.namespace())
                .resource(Widgets.widget(KUBE.namespace(), "a", spec))
                .create();
    }

    private static String path() {
        return "/apis/example.com/v1/namespaces/" + KUBE.namespace() + "/widgets";
    }

    @Test
    void aDefinitionIsEstablishedAtOnce() {
        // when
        var definition = KUBE.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("widgets.example.com")
                .get();

        // then
        assertThat(definition.getStatus().getConditions())
                .extracting(condition -> condition.getType() + "=" + condition.getStatus())
                .containsExactly("NamesAccepted=True", "Established=True");
        assertThat(definition.getStatus().getStoredVersions()).containsExactly("v1");
        assertThat(create("{color: red}").getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void theSchemaFillsInAndTakesOut() {
        // when
        var widget = create("{color: red, nope: 1}");

        // then
        assertThat(widget.getAdditionalProperties().get("spec")).isEqualTo(Map.of("color", "red", "size", 3));
    }

    @Test
    void theSchemaRefuses() {
        assertThatThrownBy(() -> create("{color: blue, size: 0}"))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(422);
                    assertThat(e.getStatus().getMessage()).startsWith("Widget.example.com \"a\" is invalid: [");
                    assertThat(e.getStatus().getDetails().getCauses())
                            .extracting(StatusCause::getField)
                            .contains("spec.color", "spec.size");
                });
    }

    @Test
    void rulesCompareWithWhatWas() {
        // given
        create("{color: red, size: 5}");

        // when
        var answer = new Http(KUBE.kube())
                .send(
                        "PATCH",
                        path() + "/a",
                        "{\"spec\":{\"size\":4}}",
                        "Content-Type",
                        "application/merge-patch+json");

        // then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("a widget does not shrink");
    }

    @Test
    void theStatusHasAPathOfItsOwn() {
        // given
        create("{color: red}");
        var http = new Http(KUBE.kube());
        var both = "{\"spec\":{\"color\":\"green\"},\"status\":{\"ok\":true}}";

        // when
        var ofStatus =
                Http.tree(http.send("PATCH", path() + "/a/status", both, "Content-Type", "application/merge-patch+json")
                        .body());
        var ofSpec = Http.tree(http.send(
                        "PATCH",
                        path() + "/a",
                        both.replace("true", "false"),
                        "Content-Type",
                        "application/merge-patch+json")
                .body());

        // then
        assertThat(ofStatus.path("spec").path("color").asText()).isEqualTo("red");
        assertThat(ofStatus.path("status").path("ok").asBoolean()).isTrue();
        assertThat(ofStatus.path("metadata").path("generation").asInt()).isEqualTo(1);
        assertThat(ofSpec.path("spec").path("color").asText()).isEqualTo("green");
        assertThat(ofSpec.path("status").path("ok").asBoolean()).isTrue();
        assertThat(ofSpec.path("metadata").path("generation").asInt()).isEqualTo(2);
    }

    @Test
    void anUpdateHasToSayWhichVersionItIsOf() {
        // given
        create("{color: red}");

        // when
        var answer = new Http(KUBE.kube())
                .send(
                        "PUT",
                        path() + "/a",
                        "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"color\":\"red\"}}");

        // then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("metadata.resourceVersion: Invalid value: 0: must be specified for an update");
    }

    @Test
    void tablesShowItsColumns() {
        // given
        create("{color: red}");

        // when
        var table = new Http(KUBE.kube())
                .get(path(), "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");

        // then
        assertThat(table.path("kind").asText()).isEqualTo("Table");
        assertThat(table.path("columnDefinitions").findValuesAsText("name"))
                .containsExactly("Name", "Color", "Ready", "Age");
        var cells = table.path("rows").get(0).path("cells");
        assertThat(cells.get(0).asText()).isEqualTo("a");
        assertThat(cells.get(1).asText()).isEqualTo("red");
        assertThat(cells.get(2).isNull()).isTrue();
        assertThat(cells.get(3).asText()).matches("\\d+s");
    }

    @Test
    void itsDocumentExplainsIt() {
        // when
        var document = new Http(KUBE.kube()).get("/openapi/v3/apis/example.com/v1");

        // then
        var schema = document.path("components").path("schemas").path("com.example.v1.Widget");
        assertThat(schema.path("description").asText()).isEqualTo("Something to try things on.");
        assertThat(schema.path("x-kubernetes-group-version-kind")
                        .get(0)
                        .path("kind")
                        .asText())
                .isEqualTo("Widget");
        assertThat(document.path("components").path("schemas").has("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"))
                .isTrue();
    }

    @Test
    void strategicPatchesAreForBuiltInKinds() {
        // given
        create("{color: red}");

        // when
        var answer = new Http(KUBE.kube())
                .send("PATCH", path() + "/a", "{}", "Content-Type", "application/strategic-merge-patch+json");

        // then
        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void aDefinitionGoesWithItsObjects() {
        // given
        create("{color: red}");

        // when
        KUBE.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("widgets.example.com")
                .delete();

        // then
        await().untilAsserted(() -> assertThat(
                        new Http(KUBE.kube()).send("GET", path(), "").statusCode())
                .isEqualTo(404));

        // when
        define();

        // then
        assertThat(new Http(KUBE.kube()).get(path()).path("items")).isEmpty();
    }
}
