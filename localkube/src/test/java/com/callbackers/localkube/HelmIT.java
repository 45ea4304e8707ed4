package com.callbackers.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A chart with a definition and built-in kinds comes, changes and goes. */
class HelmIT {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    private static final String TEMPLATES = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: map}
            data: {color: {{ .Values.color }}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: secret}
            stringData: {key: value}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: app}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: app}
            rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: app}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: app}
            subjects: [{kind: ServiceAccount, name: app}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: app}
            spec: {selector: {app: app}, ports: [{port: 80, targetPort: http}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app}
            spec:
              selector: {matchLabels: {app: app}}
              template:
                metadata: {labels: {app: app}}
                spec:
                  containers:
                  - name: app
                    image: app:{{ .Values.color }}
                    ports: [{name: http, containerPort: 8080}]
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: app}
            spec: {rules: [{host: a.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: app, port: {number: 80}}}}]}}]}
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: app}
            spec: {maxUnavailable: 1, selector: {matchLabels: {app: app}}}
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: app}
            spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: app}}
            {{- if .Values.monitored }}
            ---
            apiVersion: monitoring.coreos.com/v1
            kind: ServiceMonitor
            metadata: {name: app}
            spec: {}
            {{- end }}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeChart() throws IOException {
        Files.createDirectories(folder.resolve("chart/templates"));
        Files.writeString(folder.resolve("chart/Chart.yaml"), "{apiVersion: v2, name: chart, version: 1.0.0}");
        Files.writeString(folder.resolve("chart/values.yaml"), "{color: red, monitored: false}");
        Files.writeString(folder.resolve("chart/templates/all.yaml"), TEMPLATES);
        Files.writeString(
                folder.resolve("chart/templates/definition.yaml"), Serialization.asYaml(Widgets.definition()));
    }

    private Tool helm() {
        return new Tool(
                Tool.find("HELM", "helm"),
                List.of("--kube-apiserver=" + KUBE.kube().url(), "--namespace=" + KUBE.namespace()),
                Map.of(
                        "KUBECONFIG", "/dev/null",
                        "HELM_CACHE_HOME", folder.resolve("cache").toString(),
                        "HELM_CONFIG_HOME", folder.resolve("config").toString(),
                        "HELM_DATA_HOME", folder.resolve("data").toString()));
    }

    private String chart() {
        return folder.resolve("chart").toString();
    }

    private @Nullable String color() {
        return KUBE.client()
                .configMaps()
                .inNamespace(KUBE.namespace())
                .withName("map")
                .get()
                .getData()
                .get("color");
    }

    @Test
    void aReleaseIsInstalledUpgradedRolledBackAndUninstalled() {
        var helm = helm();

        assertThat(helm.succeeds("", "install", "app", chart())).contains("STATUS: deployed");
        assertThat(color()).isEqualTo("red");

        assertThat(helm.succeeds("", "upgrade", "app", chart(), "--set", "color=green"))
                .contains("REVISION: 2");
        assertThat(color()).isEqualTo("green");

        helm.succeeds("", "rollback", "app", "1");
        assertThat(color()).isEqualTo("red");
        assertThat(helm.succeeds("", "history", "app", "--output", "json")).contains("\"revision\":3");

        helm.succeeds("", "uninstall", "app");
        assertThat(KUBE.client()
                        .configMaps()
                        .inNamespace(KUBE.namespace())
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(KUBE.client()
                        .apps()
                        .deployments()
                        .inNamespace(KUBE.namespace())
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void whatHasNoDefinitionIsNotInstalled() {
        assertThat(helm().fails("", "install", "app", chart(), "--set", "monitored=true"))
                .contains("no matches for kind \"ServiceMonitor\" in version \"monitoring.coreos.com/v1\"");
    }
}
