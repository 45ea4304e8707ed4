package com.callbackers.localkube;

import static com.callbackers.localkube.Objects.configMap;
import static com.callbackers.localkube.Objects.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes with what is deleted, and what has to wait. */
class GarbageTest {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    private static ConfigMap create(String name) {
        return KUBE.client()
                .resource(configMap(KUBE.namespace(), name, Map.of()))
                .create();
    }

    private static ConfigMap withFinalizer(ConfigMap object, String... finalizers) {
        return new ConfigMapBuilder(object)
                .editMetadata()
                .withFinalizers(finalizers)
                .endMetadata()
                .build();
    }

    private static void release(String name) {
        KUBE.client().configMaps().inNamespace(KUBE.namespace()).withName(name).edit(GarbageTest::withFinalizer);
    }

    private static List<String> names() {
        return KUBE.client().configMaps().inNamespace(KUBE.namespace()).list().getItems().stream()
                .map(map -> map.getMetadata().getName())
                .toList();
    }

    @Test
    void whatIsOwnedGoesWithItsOwner() {
        // given
        var owner = create("owner");
        var child = KUBE.client().resource(ownedBy(owner, "child", false)).create();
        KUBE.client().resource(ownedBy(child, "grandchild", false)).create();

        // when
        KUBE.client().resource(owner).delete();

        // then
        await().untilAsserted(() -> assertThat(names()).isEmpty());
    }

    @Test
    void whatIsOwnedByNobodyThereGoes() {
        // given
        var owner = create("owner");
        KUBE.client().resource(owner).delete();

        // when
        KUBE.client().resource(ownedBy(owner, "child", false)).create();

        // then
        await().untilAsserted(() -> assertThat(names()).isEmpty());
    }

    @Test
    void orphansStay() {
        // given
        var owner = create("owner");
        KUBE.client().resource(ownedBy(owner, "child", false)).create();

        // when
        KUBE.client()
                .resource(owner)
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();

        // then
        await().untilAsserted(() -> assertThat(names()).containsExactly("child"));
        assertThat(KUBE.client()
                        .configMaps()
                        .inNamespace(KUBE.namespace())
                        .withName("child")
                        .get()
                        .getMetadata()
                        .getOwnerReferences())
                .isEmpty();
    }

    @Test
    void inTheForegroundTheOwnerWaitsForWhatItOwns() {
        // given
        var owner = create("owner");
        var child = KUBE.client()
                .resource(withFinalizer(ownedBy(owner, "child", true), "example.com/hold"))
                .create();

        // when
        KUBE.client()
                .resource(owner)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();

        // then
        await().untilAsserted(
                        () -> assertThat(KUBE.client().resource(child).get().isMarkedForDeletion())
                                .isTrue());
        assertThat(names()).containsExactly("child", "owner");

        // when
        release("child");

        // then
        await().untilAsserted(() -> assertThat(names()).isEmpty());
    }

    @Test
    void anObjectWaitsForItsFinalizers() {
        // given
        var object = KUBE.client()
                .resource(withFinalizer(configMap(KUBE.namespace(), "a", Map.of()), "example.com/hold"))
                .create();

        // when
        KUBE.client().resource(object).delete();

        // then
        var waiting = KUBE.client().resource(object).get();
        assertThat(waiting.getMetadata().getDeletionTimestamp()).isNotBlank();

        // when
        release("a");

        // then
        assertThat(names()).isEmpty();
    }

    @Test
    void aNamespaceGoesWithAllThatIsInIt() {
        // given
        create("a");
        create("b");

        // when
        KUBE.client().namespaces().withName(KUBE.namespace()).delete();

        // then
        await().untilAsserted(() -> assertThat(
                        KUBE.client().namespaces().withName(KUBE.namespace()).get())
                .isNull());
        assertThat(names()).isEmpty();
    }

    @Test
    void manyAreDeletedAtOnce() {
        // given
        create("a");
        create("b");
        KUBE.client()
                .resource(new ConfigMapBuilder(configMap(KUBE.namespace(), "c", Map.of()))
                        .editMetadata()
                        .addToLabels("keep", "true")
                        .endMetadata()
                        .build())
                .create();

        // when
        new Http(KUBE.kube())
                .send("DELETE", "/api/v1/namespaces/" + KUBE.namespace() + "/configmaps?labelSelector=!keep", "");

        // then
        assertThat(names()).containsExactly("c");
    }
}
