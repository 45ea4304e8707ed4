package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.localkube.testing.KubernetesApi;
import com.callbackers.resources.CustomResourceDefinitions;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Kubernetes API takes and refuses the samples as they say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("kubernetes")
class SamplesOnKubernetesIT {

    private final KubernetesClient client =
            new KubernetesClientBuilder().withConfig(KubernetesApi.config()).build();

    static List<Sample> valid() {
        return Sample.valid();
    }

    static List<Sample> refusedBySchema() {
        return Sample.invalid("schema");
    }

    static List<Sample> refusedByOperator() {
        return Sample.invalid("operator");
    }

    @BeforeAll
    void definitionsAreThere() {
        for (var yaml : CustomResourceDefinitions.yaml()) {
            var definition = client.getKubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
            var applied = client.resource(definition).forceConflicts().serverSideApply();
            await().atMost(Duration.ofSeconds(30)).until(() -> isEstablished(applied));
        }
    }

    @AfterAll
    void disconnect() {
        client.close();
    }

    private boolean isEstablished(CustomResourceDefinition definition) {
        var status = client.resource(definition).get().getStatus();
        return status != null
                && status.getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    @ParameterizedTest
    @MethodSource({"valid", "refusedByOperator"})
    void takesWhatTheSchemaCanTake(Sample sample) {
        for (var resource : sample.resources()) {
            assertThat(refusals(resource)).as(sample.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("refusedBySchema")
    void refusesInTheWordsOfTheSample(Sample sample) {
        assertThat(refusals(sample.resources().getFirst())).containsExactlyInAnyOrderElementsOf(sample.says());
    }

    private List<String> refusals(JsonNode resource) {
        var namespace = resource.at("/metadata/namespace").asText();
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .serverSideApply();
        try {
            client.genericKubernetesResources(
                            "callbackers.com/v1alpha1", resource.path("kind").asText())
                    .inNamespace(namespace)
                    .load(new ByteArrayInputStream(resource.toString().getBytes(StandardCharsets.UTF_8)))
                    .dryRun()
                    .fieldValidation(FieldValidateable.Validation.STRICT)
                    .create();
            return List.of();
        } catch (KubernetesClientException e) {
            return told(e);
        }
    }

    private static List<String> told(KubernetesClientException refusal) {
        var status = refusal.getStatus();
        if (status == null) {
            return List.of(String.valueOf(refusal.getMessage()));
        }
        if (status.getDetails() == null) {
            return Arrays.asList(status.getMessage()
                    .replaceFirst(".*strict decoding error: ", "")
                    .split(", ", -1));
        }
        return status.getDetails().getCauses().stream()
                .map(SamplesOnKubernetesIT::told)
                .toList();
    }

    private static String told(StatusCause cause) {
        return cause.getField() + ": " + cause.getMessage();
    }
}
