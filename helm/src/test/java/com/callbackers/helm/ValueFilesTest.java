package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueFilesTest {

    /** Kinds of others, which only a cluster with their definitions knows. */
    private static final Set<String> OF_OTHERS = Set.of("PodMonitor", "PrometheusRule", "ScaledObject");

    static Stream<Path> valueFiles() {
        return Chart.valueFiles().stream();
    }

    @Test
    void theChartIsFreeOfLint() {
        // when
        var result = new Helm(Chart.FOLDER).lint().strict().call();

        // then
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void helm4FindsNoLintAndRendersTheSame(Path values) {
        // given
        var helm = HelmBinary.find();
        assumeThat(helm).as("Helm, by HELM or in the PATH").isPresent();

        // when
        var lint = helm.orElseThrow().run("lint", "--strict", Chart.FOLDER.toString(), "-f", values.toString());
        var rendered = helm.orElseThrow()
                .run(
                        "template",
                        Chart.RELEASE,
                        Chart.FOLDER.toString(),
                        "-n",
                        Chart.NAMESPACE,
                        "--kube-version",
                        Chart.KUBERNETES,
                        "-f",
                        values.toString());

        // then
        assertThat(lint.orFail()).contains("0 chart(s) failed");
        var manifests = Manifests.read(rendered.orFail());
        // helm-java leaves out hooks, and thereby the pod of 'helm test'
        assertThat(manifests.names())
                .filteredOn(name -> !name.startsWith("Pod/"))
                .containsExactlyInAnyOrderElementsOf(Chart.rendered(values).names());
        assertThat(manifests.all(Pod.class)).allSatisfy(pod -> {
            assertThat(pod.getMetadata().getAnnotations()).containsEntry("helm.sh/hook", "test");
            assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        });
        assertThat(manifests.objects())
                .filteredOn(object -> object.path("kind").asText().equals("Pod"))
                .allSatisfy(
                        object -> assertThat(KubernetesSchemas.problem(object)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void whatIsRenderedFitsKubernetesSchemas(Path values) {
        // when
        var objects = Chart.rendered(values).objects();

        // then
        assertThat(objects).filteredOn(KubernetesSchemas::know).isNotEmpty().allSatisfy(object -> assertThat(
                        KubernetesSchemas.problem(object))
                .as(Manifests.name(object))
                .isEmpty());
        assertThat(objects)
                .filteredOn(object -> !KubernetesSchemas.know(object))
                .extracting(object -> object.path("kind").asText())
                .isSubsetOf(OF_OTHERS);
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void nothingIsRenderedTwice(Path values) {
        assertThat(Chart.rendered(values).names()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void everythingTellsWhatItBelongsTo(Path values) {
        assertThat(Chart.rendered(values, "commonLabels.team=payments").objects())
                .allSatisfy(object -> assertThat(labels(object))
                        .as(Manifests.name(object))
                        .contains(
                                "app.kubernetes.io/name=callbackers",
                                "app.kubernetes.io/part-of=callbackers",
                                "app.kubernetes.io/instance=callbackers",
                                "app.kubernetes.io/managed-by=Helm",
                                "team=payments"));
    }

    @Test
    void theSchemasSeeAnUnknownField() {
        // given
        var deployment = Manifests.read("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a}
                spec:
                  selector: {matchLabels: {a: b}}
                  template:
                    spec:
                      containers:
                      - {name: a, image: b, readOnly: true}
                """).objects().getFirst();

        // when
        var problem = KubernetesSchemas.problem(deployment);

        // then
        assertThat(problem).hasValueSatisfying(words -> assertThat(words).contains("readOnly"));
    }

    private static Set<String> labels(JsonNode object) {
        return object.at("/metadata/labels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .collect(Collectors.toSet());
    }
}
