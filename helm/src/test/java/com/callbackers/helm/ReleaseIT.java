package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.UpgradeCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a release, with real Helm and a Kubernetes API. */
@Tag("kubernetes")
class ReleaseIT {

    /** Kinds of others that a bare cluster does not know. */
    private static final Map<String, Object> BARE = Map.of(
            "metrics.podMonitor.enabled", false,
            "metrics.prometheusRule.enabled", false,
            "worker.autoscaling.enabled", false);

    private static Cluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        cluster = Cluster.start(folder);
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void namespaces() {
        for (var name : List.of(Chart.NAMESPACE, "shop", "billing")) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .serverSideApply();
        }
    }

    @AfterEach
    void uninstall() {
        Helm.uninstall(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(cluster.kubeconfig())
                .ignoreNotFound()
                .call();
        client.secrets().inNamespace(Chart.NAMESPACE).delete();
    }

    static Stream<Path> valueFiles() {
        return Chart.valueFiles().stream();
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void everyValueFileCanBeInstalledAndUpgraded(Path values) {
        // when
        install(values, Map.of());
        var upgraded = upgrade(values, Map.of("edge.podAnnotations.a", "b"));

        // then
        assertThat(upgraded.getStatus()).isEqualTo("deployed");
        assertThat(upgraded.getRevision()).isEqualTo("2");
        assertThat(edge().getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("a", "b");
    }

    @Test
    void passwordsOfAnEvaluationAreKept() {
        // given
        install(Chart.values("evaluation"), Map.of());
        var postgresql = password("callbackers-postgresql");
        var rabbitmq = password("callbackers-rabbitmq");

        // when
        upgrade(Chart.values("evaluation"), Map.of("edge.replicas", 2));

        // then
        assertThat(password("callbackers-postgresql")).hasSizeGreaterThan(40).isEqualTo(postgresql);
        assertThat(password("callbackers-rabbitmq")).isEqualTo(rabbitmq).isNotEqualTo(postgresql);
    }

    @Test
    void aNewReleaseFindsThePasswordsOfTheVolumesThatAreStillThere() {
        // given
        install(Chart.values("evaluation"), Map.of());
        var postgresql = password("callbackers-postgresql");
        uninstallRelease();

        // when
        install(Chart.values("evaluation"), Map.of());

        // then
        assertThat(password("callbackers-postgresql")).isEqualTo(postgresql);
    }

    @Test
    void anUpgradeChangesNothingThatKubernetesKeepsFromChanging() {
        // given
        install(Chart.values("evaluation"), Map.of());
        var before = identities();

        // when
        upgrade(
                Chart.values("evaluation"),
                Map.ofEntries(
                        Map.entry("commonLabels.team", "payments"),
                        Map.entry("image.tag", "9.9.9"),
                        Map.entry("edge.replicas", 3),
                        Map.entry("edge.podLabels.a", "b"),
                        Map.entry("edge.service.port", 8080),
                        Map.entry("postgresql.inChart.image", "docker.io/library/postgres:17.9"),
                        Map.entry("postgresql.inChart.resources.limits.memory", "2Gi"),
                        Map.entry("rabbitmq.queueType", "quorum"),
                        Map.entry("networkPolicy.enabled", true)));

        // then
        assertThat(identities()).containsAll(before);
        assertThat(edge().getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void aRollbackBringsTheFormerVersionBack() {
        // given
        var helm = HelmBinary.find();
        assumeThat(helm).as("Helm, by HELM or in the PATH").isPresent();
        install(Chart.values("evaluation"), Map.of("image.tag", "1.0.0"));
        var postgresql = password("callbackers-postgresql");
        upgrade(Chart.values("evaluation"), Map.of("image.tag", "2.0.0"));

        // when
        helm.orElseThrow()
                .run(
                        Map.of("KUBECONFIG", cluster.kubeconfig().toString()),
                        List.of("rollback", Chart.RELEASE, "-n", Chart.NAMESPACE))
                .orFail();

        // then
        assertThat(edge().getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage())
                .endsWith("/callbackers/edge:1.0.0");
        assertThat(password("callbackers-postgresql")).isEqualTo(postgresql);
    }

    @Test
    void uninstallingLeavesTheDefinitionsAndSoEverybodysRoutes() {
        // given
        install(Chart.values("gateway"), Map.of());
        var definitions = definitions();

        // when
        uninstallRelease();

        // then
        assertThat(definitions()).containsExactlyInAnyOrderElementsOf(definitions);
        assertThat(client.apps()
                        .deployments()
                        .inNamespace(Chart.NAMESPACE)
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(client.rbac().clusterRoles().list().getItems())
                .extracting(role -> role.getMetadata().getName())
                .noneMatch(name -> name.startsWith(Chart.NAMESPACE));
    }

    private void install(Path values, Map<String, Object> changes) {
        InstallCommand install = new Helm(Chart.FOLDER)
                .install()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(cluster.kubeconfig())
                .withValuesFile(values);
        BARE.forEach(install::set);
        changes.forEach(install::set);
        assertThat(install.call().getStatus()).isEqualTo("deployed");
    }

    private Release upgrade(Path values, Map<String, Object> changes) {
        UpgradeCommand upgrade = new Helm(Chart.FOLDER)
                .upgrade()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(cluster.kubeconfig())
                .withValuesFile(values);
        BARE.forEach(upgrade::set);
        changes.forEach(upgrade::set);
        return upgrade.call();
    }

    private void uninstallRelease() {
        Helm.uninstall(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(cluster.kubeconfig())
                .call();
    }

    private Deployment edge() {
        return client.apps()
                .deployments()
                .inNamespace(Chart.NAMESPACE)
                .withName("callbackers-edge")
                .get();
    }

    private String password(String name) {
        Secret secret =
                client.secrets().inNamespace(Chart.NAMESPACE).withName(name).get();
        return Objects.requireNonNull(secret.getData().get("password"));
    }

    private List<String> definitions() {
        return client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .map(CustomResourceDefinition::getMetadata)
                .map(metadata -> metadata.getName())
                .filter(name -> name.endsWith(".callbackers.com"))
                .toList();
    }

    /** What would be another when an object had been made anew. */
    private List<String> identities() {
        var objects = new ArrayList<HasMetadata>();
        objects.addAll(
                client.apps().deployments().inNamespace(Chart.NAMESPACE).list().getItems());
        objects.addAll(
                client.apps().statefulSets().inNamespace(Chart.NAMESPACE).list().getItems());
        objects.addAll(client.services().inNamespace(Chart.NAMESPACE).list().getItems());
        return objects.stream()
                .map(it -> it.getKind() + "/" + it.getMetadata().getName() + " "
                        + it.getMetadata().getUid())
                .toList();
    }
}
