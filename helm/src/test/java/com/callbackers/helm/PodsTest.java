package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodsTest {

    static Stream<Path> valueFiles() {
        return Chart.valueFiles().stream();
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void everyPodFitsTheRestrictedPodSecurityStandard(Path values) {
        assertThat(Chart.rendered(values).pods().entrySet()).isNotEmpty().allSatisfy(pod -> {
            var spec = pod.getValue();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getHostNetwork()).isNull();
            assertThat(spec.getVolumes())
                    .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
            assertThat(spec.getContainers()).allSatisfy(PodsTest::assertRestricted);
        });
    }

    private static void assertRestricted(Container container) {
        var security = container.getSecurityContext();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).isEmpty();
        assertThat(container.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/tmp");
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void everyContainerSaysWhatItNeedsAndMayTake(Path values) {
        assertThat(Chart.rendered(values).pods().values())
                .flatExtracting(PodSpec::getContainers)
                .allSatisfy(container -> {
                    assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                    assertThat(container.getResources().getLimits()).containsKey("memory");
                });
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void noPodGetsVariablesOfServicesWhichWouldLookLikeSettings(Path values) {
        assertThat(Chart.rendered(values).pods().values())
                .extracting(PodSpec::getEnableServiceLinks)
                .containsOnly(false);
    }

    @ParameterizedTest
    @CsvSource({
        "edge, 8081, /actuator/health/liveness, /actuator/health/readiness",
        "worker, 8082, /actuator/health/liveness, /actuator/health/readiness",
        "operator, 8083, /healthz, /readyz",
        "console, 8084, /actuator/health/liveness, /actuator/health/readiness"
    })
    void healthIsAskedAtTheManagementPort(String component, int port, String alive, String ready) {
        // when
        var container = Chart.rendered("production").container(component);

        // then
        assertThat(container.getPorts())
                .filteredOn(it -> it.getName().equals("management"))
                .extracting(ContainerPort::getContainerPort)
                .containsExactly(port);
        assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
                .allSatisfy(probe ->
                        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management"));
        assertThat(path(container.getStartupProbe())).isEqualTo(alive);
        assertThat(path(container.getLivenessProbe())).isEqualTo(alive);
        assertThat(path(container.getReadinessProbe())).isEqualTo(ready);
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "worker"})
    void aStoppingPodHasTimeForAllThatItHasInHand(String component) {
        // given
        var manifests = Chart.rendered("production");

        // when
        var pod = manifests.deployment(component).getSpec().getTemplate().getSpec();

        // then
        var lifecycle = pod.getContainers().getFirst().getLifecycle();
        var leaving = lifecycle == null ? 0 : lifecycle.getPreStop().getSleep().getSeconds();
        var drain = Application.of(component, manifests)
                .environment()
                .getRequiredProperty("spring.lifecycle.timeout-per-shutdown-phase", Duration.class);
        assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds()))
                .isGreaterThan(drain.plusSeconds(leaving));
    }

    @Test
    void theEdgeStaysOpenUntilLoadBalancersHaveLeftItOut() {
        // when
        var container = Chart.rendered("production").container("edge");

        // then
        assertThat(container.getLifecycle().getPreStop().getSleep().getSeconds())
                .isEqualTo(10);
    }

    @Test
    void anOlderKubernetesWaitsByACommand() {
        // when
        var container = Chart.renderedFor("1.28.0", Chart.values("production")).container("edge");

        // then
        assertThat(container.getLifecycle().getPreStop().getExec().getCommand()).containsExactly("sleep", "10");
    }

    @Test
    void podsAreSpreadOverZonesAndNodesAsFarAsPossible() {
        // when
        var spec = Chart.rendered("production")
                .deployment("edge")
                .getSpec()
                .getTemplate()
                .getSpec();

        // then
        assertThat(spec.getTopologySpreadConstraints())
                .extracting(it -> it.getTopologyKey() + " " + it.getWhenUnsatisfiable())
                .containsExactly("topology.kubernetes.io/zone ScheduleAnyway", "kubernetes.io/hostname ScheduleAnyway");
    }

    @Test
    void onlyWhoSpeaksToKubernetesHasAToken() {
        // when
        var pods = Chart.rendered("evaluation").pods();

        // then
        assertThat(pods).allSatisfy((name, spec) -> assertThat(spec.getAutomountServiceAccountToken())
                .as(name)
                .isEqualTo(List.of("callbackers-worker", "callbackers-operator", "callbackers-console")
                        .contains(name)));
    }

    @Test
    void anAutoscalerOwnsTheNumberOfPods() {
        // when
        var scaled = Chart.rendered("production");
        var fixed = Chart.rendered("gateway");

        // then
        assertThat(scaled.deployment("edge").getSpec().getReplicas()).isNull();
        assertThat(scaled.deployment("worker").getSpec().getReplicas()).isNull();
        assertThat(scaled.the(HorizontalPodAutoscaler.class, "callbackers-edge")
                        .getSpec()
                        .getScaleTargetRef()
                        .getName())
                .isEqualTo("callbackers-edge");
        assertThat(fixed.deployment("edge").getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void selectorsFindThePodsAndNothingElse() {
        // given
        var manifests = Chart.rendered("evaluation");

        // then
        assertThat(manifests.all(Deployment.class)).allSatisfy(deployment -> {
            var labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
            var selector = deployment.getSpec().getSelector().getMatchLabels();
            assertThat(labels).containsAllEntriesOf(selector);
            assertThat(manifests.all(Deployment.class))
                    .filteredOn(other -> other.getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(selector.entrySet()))
                    .hasSize(1);
        });
        assertThat(manifests.all(Service.class)).allSatisfy(service -> assertThat(manifests.objects())
                .filteredOn(it -> it.path("kind").asText().matches("Deployment|StatefulSet"))
                .filteredOn(it -> service.getSpec().getSelector().entrySet().stream()
                        .allMatch(label -> it.at("/spec/template/metadata/labels")
                                .path(label.getKey())
                                .asText()
                                .equals(label.getValue())))
                .hasSize(1));
        assertThat(manifests.all(PodDisruptionBudget.class))
                .extracting(it -> it.getSpec().getSelector().getMatchLabels().get("app.kubernetes.io/component"))
                .containsExactlyInAnyOrder("edge", "worker", "operator");
    }

    @Test
    void theOperatorCountsTheWorkersOfThisReleaseByTheirLabels() {
        // given
        var manifests = Chart.rendered("production");
        var labels = manifests
                .deployment("worker")
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();

        // when
        var selector = Yaml.read(manifests.settings("operator"))
                .at("/callbackers/operator/worker-selector")
                .asText();

        // then
        assertThat(selector.split(",", -1)).hasSize(3).allSatisfy(part -> assertThat(labels)
                .containsEntry(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1)));
    }

    @Test
    void anImageCanBePinnedByItsDigest() {
        // given
        var digest = "sha256:" + "a".repeat(64);

        // when
        var manifests = Chart.rendered(
                "production",
                "edge.image.digest=" + digest,
                "worker.image.registry=mirror.example.com",
                "image.tag=1.2.3");

        // then
        assertThat(manifests.container("edge").getImage()).isEqualTo("registry.example.com/callbackers/edge@" + digest);
        assertThat(manifests.container("worker").getImage()).isEqualTo("mirror.example.com/callbackers/worker:1.2.3");
    }

    @Test
    void whatIsExtraIsAdded() {
        // when
        var manifests = Chart.rendered(
                "production",
                "edge.extraEnv[0].name=A",
                "edge.extraEnv[0].value=b",
                "edge.extraEnvFrom[0].secretRef.name=more",
                "edge.extraVolumes[0].name=ca",
                "edge.extraVolumes[0].configMap.name=ca",
                "edge.extraVolumeMounts[0].name=ca",
                "edge.extraVolumeMounts[0].mountPath=/ca",
                "edge.podAnnotations.a=b",
                "edge.podLabels.c=d",
                "edge.nodeSelector.pool=fast",
                "edge.priorityClassName=high",
                "edge.javaOptions=-Xmx1g",
                "image.pullSecrets[0].name=pull",
                "extraObjects[0].apiVersion=v1",
                "extraObjects[0].kind=ConfigMap",
                "extraObjects[0].metadata.name=mine");

        // then
        var template = manifests.deployment("edge").getSpec().getTemplate();
        var container = manifests.container("edge");
        assertThat(container.getEnv())
                .contains(new EnvVar("A", "b", null), new EnvVar("JDK_JAVA_OPTIONS", "-Xmx1g", null));
        assertThat(container.getEnvFrom().getFirst().getSecretRef().getName()).isEqualTo("more");
        assertThat(container.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/ca");
        assertThat(template.getMetadata().getAnnotations()).containsEntry("a", "b");
        assertThat(template.getMetadata().getLabels()).containsEntry("c", "d");
        assertThat(template.getSpec().getNodeSelector()).containsEntry("pool", "fast");
        assertThat(template.getSpec().getPriorityClassName()).isEqualTo("high");
        assertThat(template.getSpec().getImagePullSecrets().getFirst().getName())
                .isEqualTo("pull");
        assertThat(manifests.names()).contains("ConfigMap/mine");
    }

    @Test
    void changedSettingsRestartThePodsAndOthersDoNot() {
        // given
        var before = Chart.rendered("production");

        // when
        var after = Chart.rendered("production", "edge.settings.callbackers.edge.body-limit=2MB");

        // then
        assertThat(template(after, "edge")).isNotEqualTo(template(before, "edge"));
        assertThat(template(after, "worker")).isEqualTo(template(before, "worker"));
    }

    private static Object template(Manifests manifests, String component) {
        return manifests.deployment(component).getSpec().getTemplate();
    }
}
