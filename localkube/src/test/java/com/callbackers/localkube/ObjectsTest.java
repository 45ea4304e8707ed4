package com.callbackers.localkube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Objects are created, read, changed and deleted as on a real API server. */
class ObjectsTest {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    private static ConfigMap configMap(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(KUBE.namespace())
                .endMetadata()
                .withData(data)
                .build();
    }

    @Test
    void aCreatedObjectGetsWhatTheServerSets() {
        // when
        var created = KUBE.client().resource(configMap("a", Map.of("k", "v"))).create();

        // then
        assertThat(created.getMetadata().getUid()).isNotBlank();
        assertThat(created.getMetadata().getCreationTimestamp()).endsWith("Z");
        assertThat(created.getMetadata().getResourceVersion()).matches("\\d+");
        assertThat(created.getMetadata().getManagedFields()).hasSize(1);
        assertThat(KUBE.client().resource(created).get()).isEqualTo(created);
    }

    @Test
    void aNameIsTakenOnce() {
        // given
        KUBE.client().resource(configMap("a", Map.of())).create();

        // then
        assertThatThrownBy(
                        () -> KUBE.client().resource(configMap("a", Map.of())).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getReason()).isEqualTo("AlreadyExists");
                    assertThat(e.getStatus().getMessage()).isEqualTo("configmaps \"a\" already exists");
                    assertThat(e.getStatus().getDetails().getKind()).isEqualTo("configmaps");
                });
    }

    @Test
    void namesAreGenerated() {
        // given
        var nameless = new ConfigMapBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withGenerateName("job-")
                        .withNamespace(KUBE.namespace())
                        .build())
                .build();

        // when
        var one = KUBE.client().resource(nameless).create();
        var other = KUBE.client().resource(nameless).create();

        // then
        assertThat(one.getMetadata().getName()).matches("job-[a-z0-9]{5}");
        assertThat(other.getMetadata().getName()).isNotEqualTo(one.getMetadata().getName());
    }

    @Test
    void aBadNameIsRefused() {
        assertThatThrownBy(() -> KUBE.client()
                        .resource(configMap("Not_A_Name", Map.of()))
                        .create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(422);
                    assertThat(e.getStatus().getReason()).isEqualTo("Invalid");
                    assertThat(e.getStatus().getMessage())
                            .startsWith(
                                    "ConfigMap \"Not_A_Name\" is invalid: metadata.name: Invalid value: \"Not_A_Name\": a"
                                            + " lowercase RFC 1123 subdomain");
                    assertThat(e.getStatus().getDetails().getCauses().getFirst().getField())
                            .isEqualTo("metadata.name");
                });
    }

    @Test
    void aStaleUpdateIsRefused() {
        // given
        var first = KUBE.client().resource(configMap("a", Map.of("k", "1"))).create();
        KUBE.client()
                .resource(new ConfigMapBuilder(first).withData(Map.of("k", "2")).build())
                .update();

        // then
        assertThatThrownBy(() -> KUBE.client()
                        .resource(new ConfigMapBuilder(first)
                                .withData(Map.of("k", "3"))
                                .build())
                        .lockResourceVersion(first.getMetadata().getResourceVersion())
                        .update())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getReason()).isEqualTo("Conflict");
                    assertThat(e.getStatus().getMessage())
                            .isEqualTo(
                                    "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply"
                                            + " your changes to the latest version and try again");
                });
    }

    @Test
    void aWriteThatChangesNothingIsNone() {
        // given
        var first = KUBE.client().resource(configMap("a", Map.of("k", "1"))).create();

        // when
        var second = KUBE.client().resource(first).update();

        // then
        assertThat(second.getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    void theGenerationCountsChangesOfTheSpecOnly() {
        // given
        var deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withName("a")
                .withNamespace(KUBE.namespace())
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .endSpec()
                .build();
        KUBE.client().resource(deployment).create();
        var resource =
                KUBE.client().apps().deployments().inNamespace(KUBE.namespace()).withName("a");

        // when
        var labelled = resource.edit(d -> new DeploymentBuilder(d)
                .editMetadata()
                .addToLabels("a", "b")
                .endMetadata()
                .build());
        var withStatus = resource.editStatus(d -> new DeploymentBuilder(d)
                .editSpec()
                .withReplicas(7)
                .endSpec()
                .withNewStatus()
                .withReadyReplicas(1)
                .endStatus()
                .build());
        var scaled = resource.edit(d -> new DeploymentBuilder(d)
                .editSpec()
                .withReplicas(2)
                .endSpec()
                .withNewStatus()
                .withReadyReplicas(9)
                .endStatus()
                .build());

        // then
        assertThat(labelled.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(withStatus.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(withStatus.getSpec().getReplicas()).isEqualTo(1);
        assertThat(scaled.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(scaled.getStatus().getReadyReplicas()).isEqualTo(1);
    }

    @Test
    void textsOfASecretAreEncoded() {
        // when
        var secret = KUBE.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("a")
                        .withNamespace(KUBE.namespace())
                        .endMetadata()
                        .addToStringData("key", "value")
                        .build())
                .create();

        // then
        assertThat(secret.getType()).isEqualTo("Opaque");
        assertThat(secret.getData()).isEqualTo(Map.of("key", "dmFsdWU="));
        assertThat(secret.getStringData()).isNullOrEmpty();
    }

    @Test
    void namespacesHaveToExist() {
        // given
        var object = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("a")
                .withNamespace("nowhere")
                .endMetadata()
                .build();

        // then
        assertThatThrownBy(() -> KUBE.client().resource(object).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(404);
                    assertThat(e.getStatus().getMessage()).isEqualTo("namespaces \"nowhere\" not found");
                });
    }

    @Test
    void whatIsNotThereIsNotFound() {
        // given
        var nothing = KUBE.client().configMaps().inNamespace(KUBE.namespace()).withName("nothing");

        // then
        assertThat(nothing.get()).isNull();
        assertThatThrownBy(() -> nothing.patch("{\"data\":{}}"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getStatus().getReason()).isEqualTo("NotFound"));
    }

    @Test
    void aDryRunChangesNothing() {
        // when
        var tried = KUBE.client()
                .resource(configMap("dry", Map.of("k", "v")))
                .dryRun(true)
                .create();

        // then
        assertThat(tried.getMetadata().getUid()).isNotBlank();
        assertThat(KUBE.client()
                        .configMaps()
                        .inNamespace(KUBE.namespace())
                        .withName("dry")
                        .get())
                .isNull();
    }
}
