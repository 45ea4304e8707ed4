package com.callbackers.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Resources that no schema would let pass, as there may be from before there was one. */
@Tag("kubernetes")
class PoisonIT {

    @RegisterExtension
    static final Kube KUBE = new Kube();

    private Scene scene;

    @BeforeEach
    void begin() {
        scene = new Scene(KUBE);
        withoutSchema("callbackroutes");
        withoutSchema("callbackdestinations");
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    private void withoutSchema(String plural) {
        var definition = scene.client
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(plural + ".callbackers.com")
                .require();
        definition.getSpec().getVersions().forEach(version -> version.getSchema()
                .setOpenAPIV3Schema(new JSONSchemaPropsBuilder()
                        .withType("object")
                        .withXKubernetesPreserveUnknownFields(true)
                        .build()));
        definition.setMetadata(new ObjectMetaBuilder()
                .withName(definition.getMetadata().getName())
                .build());
        definition.setStatus(null);
        scene.client.resource(definition).fieldManager("test").forceConflicts().serverSideApply();
    }

    private void poison(String kind, String name, String spec) {
        var object = scene.client
                .getKubernetesSerialization()
                .unmarshal("""
                {"apiVersion": "callbackers.com/v1alpha1", "kind": "%s",
                 "metadata": {"name": "%s", "namespace": "%s"}, "spec": %s}
                """.formatted(kind, name, scene.tenant, spec), GenericKubernetesResource.class);
        scene.client.resource(object).create();
    }

    private void poisonAll() {
        poison("CallbackRoute", "text", "\"text\"");
        poison("CallbackRoute", "nothing", "null");
        poison("CallbackRoute", "list", "[1, [2, {\"a\": null}]]");
        poison(
                "CallbackRoute",
                "wrong-types",
                "{\"hosts\": {\"a\": 1}, \"rules\": \"none\", \"suspend\": \"perhaps\"}");
        poison("CallbackRoute", "nulls", "{\"hosts\": [null], \"rules\": [null, {\"actions\": [null]}]}");
        poison("CallbackRoute", "unknown", "{\"rules\": [], \"quota\": 5}");
        poison("CallbackRoute", "large", "{\"rules\": [{\"name\": \"a\", \"when\": \"" + "x".repeat(900_000) + "\"}]}");
        poison("CallbackRoute", "deep", "{\"rules\": [{\"name\": \"a\", \"when\": \"" + "(".repeat(5_000) + "\"}]}");
        poison("CallbackDestination", "text", "\"text\"");
        poison("CallbackDestination", "nothing", "null");
        poison("CallbackDestination", "wrong-types", "{\"type\": [], \"slack\": 1}");
    }

    private void awaitOthersUnharmed(String name) {
        scene.forward(name, scene.host(name));
        scene.awaitTold(name, "Ready=True Ready");
    }

    @Test
    void poisonThatComesHarmsNoOtherRoute() {
        // given
        scene.operator();
        awaitOthersUnharmed("before");

        // when
        poisonAll();

        // then
        awaitOthersUnharmed("after");
        awaitAllRefused();
    }

    @Test
    void poisonThatIsThereAlreadyHarmsNoOtherRoute() {
        // given
        poisonAll();

        // when
        scene.operator();

        // then
        awaitOthersUnharmed("after");
        awaitAllRefused();
    }

    private void awaitAllRefused() {
        for (var name : new String[] {"text", "nothing", "list", "wrong-types", "nulls", "unknown", "large", "deep"}) {
            await().untilAsserted(() ->
                    assertThat(accepted("CallbackRoute", name)).as(name).isEqualTo("False"));
        }
        for (var name : new String[] {"text", "nothing", "wrong-types"}) {
            await().untilAsserted(() ->
                    assertThat(accepted("CallbackDestination", name)).as(name).isEqualTo("False"));
        }
    }

    private Object accepted(String kind, String name) {
        var object = scene.client
                .genericKubernetesResources("callbackers.com/v1alpha1", kind)
                .inNamespace(scene.tenant)
                .withName(name)
                .require();
        return object.get("status", "conditions", 0, "status");
    }

    @Test
    void aStatusThatIsNoneIsWrittenAnew() {
        // given
        var object = scene.client
                .getKubernetesSerialization()
                .unmarshal("""
                {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackRoute",
                 "metadata": {"name": "card", "namespace": "%s"}, "spec": {"rules": []}}
                """.formatted(scene.tenant), GenericKubernetesResource.class);
        var made = scene.client.resource(object).create();
        made.setAdditionalProperty("status", Map.of("conditions", "none"));
        scene.client.resource(made).updateStatus();

        // when
        scene.operator();

        // then
        await().untilAsserted(
                        () -> assertThat(accepted("CallbackRoute", "card")).isEqualTo("True"));
    }

    @Test
    void aCompiledRouteThatCannotBeReadIsWrittenAnewForAGoodRouteAndLeftForABadOne() {
        // given
        scene.operator();
        scene.forward("good", scene.host("good"));
        scene.forward("bad", scene.host("bad"));
        scene.awaitTold("good", "Ready=True Ready");
        scene.awaitTold("bad", "Ready=True Ready");
        scene.route("bad", Scene.forwardTo(scene.host("bad"), "nope"));
        scene.awaitTold("bad", "Accepted=False InvalidExpression");
        scene.stopOperator();
        spoil("good");
        spoil("bad");

        // when
        scene.operator();

        // then
        await().untilAsserted(() -> assertThat(data("good")).isNotEqualTo("eA=="));
        scene.awaitTold("good", "Ready=True Ready");
        assertThat(data("bad")).isEqualTo("eA==");
    }

    private void spoil(String route) {
        Secret secret = scene.compiledSecret(route).orElseThrow();
        secret.setData(Map.of("route.json", "eA=="));
        secret.getMetadata().setManagedFields(null);
        scene.client.resource(secret).update();
    }

    private @Nullable String data(String route) {
        return scene.compiledSecret(route).orElseThrow().getData().get("route.json");
    }
}
