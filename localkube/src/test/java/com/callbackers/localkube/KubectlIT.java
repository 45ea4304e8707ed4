package com.callbackers.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people type. */
class KubectlIT {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    private static final String WIDGET = """
            apiVersion: example.com/v1
            kind: Widget
            metadata: {name: w}
            spec: {color: red, parts: [{name: a, count: 1}]}
            """;

    @TempDir
    Path folder;

    private @Nullable Tool tool;

    @BeforeEach
    void findKubectl() {
        tool = new Tool(
                Tool.find("KUBECTL", "kubectl"),
                List.of(
                        "--kubeconfig=/dev/null",
                        "--cache-dir=" + folder,
                        "--server=" + KUBE.kube().url(),
                        "--namespace=" + KUBE.namespace()),
                Map.of("KUBECTL_EXTERNAL_DIFF", "diff -U0"));
    }

    private String kubectl(String... arguments) {
        return kubectlWith("", arguments);
    }

    private String kubectlWith(String input, String... arguments) {
        return Objects.requireNonNull(tool).succeeds(input, arguments);
    }

    private String refused(String input, String... arguments) {
        return Objects.requireNonNull(tool).fails(input, arguments);
    }

    private void define() {
        kubectlWith(
                Serialization.asYaml(Widgets.definition()), "apply", "--server-side", "--force-conflicts", "-f", "-");
        assertThat(kubectl("wait", "--for=condition=Established", "crd/widgets.example.com"))
                .endsWith("condition met");
    }

    @Test
    void appliesShowsAndExplainsCustomResources() {
        define();

        assertThat(kubectlWith(WIDGET, "apply", "-f", "-")).isEqualTo("widget.example.com/w created");
        assertThat(kubectlWith(WIDGET, "apply", "-f", "-")).isEqualTo("widget.example.com/w unchanged");
        assertThat(kubectlWith(WIDGET.replace("red", "green"), "apply", "-f", "-"))
                .isEqualTo("widget.example.com/w configured");
        assertThat(kubectlWith(WIDGET.replace("red", "green"), "apply", "--server-side", "-f", "-"))
                .isEqualTo("widget.example.com/w serverside-applied");
        assertThat(kubectl("get", "wd").lines().toList())
                .satisfiesExactly(head -> assertThat(head).matches("NAME +COLOR +READY +AGE"), row -> assertThat(row)
                        .matches("w +green +\\d+s"));
        assertThat(kubectl("get", "things", "--all-namespaces", "-o", "name")).contains("widget.example.com/w");
        assertThat(kubectl("get", "widget", "w", "-o", "jsonpath={.spec.size}")).isEqualTo("3");
        assertThat(kubectl("explain", "widget.spec.color"))
                .contains("GROUP:      example.com", "ENUM:", "What it looks like.");
        assertThat(kubectl("describe", "widget", "w")).contains("Color:  green", "Events:");
        assertThat(kubectl("api-resources", "--api-group=example.com"))
                .containsPattern("widgets +wd +example.com/v1 +true +Widget");
    }

    @Test
    void tellsWhatIsWrong() {
        define();

        assertThat(refused(WIDGET.replace("red", "blue"), "apply", "-f", "-"))
                .contains(
                        "The Widget \"w\" is invalid",
                        "spec.color: Unsupported value: \"blue\": supported values: \"red\", \"green\"");
        assertThat(refused(WIDGET.replace("color", "colour"), "apply", "-f", "-"))
                .contains("strict decoding error: unknown field \"spec.colour\"");
        assertThat(refused("", "get", "widget", "nothing"))
                .isEqualTo("Error from server (NotFound): widgets.example.com \"nothing\" not found");
        assertThat(refused("", "get", "servicemonitors")).contains("the server doesn't have a resource type");
    }

    @Test
    void showsWhatWouldChange() {
        define();
        kubectlWith(WIDGET, "apply", "-f", "-");

        assertThat(refused(WIDGET.replace("count: 1", "count: 2"), "diff", "-f", "-"))
                .contains("-  - count: 1", "+  - count: 2");
        assertThat(kubectlWith(WIDGET, "diff", "-f", "-")).isEmpty();
    }

    @Test
    void waitsForConditions() {
        define();
        kubectlWith(WIDGET, "apply", "-f", "-");

        assertThat(refused("", "wait", "--for=condition=Ready", "widget/w", "--timeout=1s"))
                .contains("timed out waiting for the condition");
        kubectl(
                "patch",
                "widget",
                "w",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
        assertThat(kubectl("wait", "--for=condition=Ready", "widget/w", "--timeout=5s"))
                .endsWith("condition met");
        assertThat(kubectl("delete", "widget", "w", "--timeout=5s")).contains("deleted");
    }

    @Test
    void createsAndChangesBuiltInKinds() {
        // what kubectl makes itself it sends as protobuf
        kubectl("create", "configmap", "map", "--from-literal=a=1");
        kubectl("create", "secret", "generic", "secret", "--from-literal=key=value");
        kubectl("create", "deployment", "app", "--image=app:1", "--port=80");
        kubectl("create", "service", "clusterip", "app", "--tcp=80:8080");
        kubectl("create", "role", "reader", "--verb=get", "--resource=pods");
        kubectl("create", "serviceaccount", "me");
        kubectl("create", "rolebinding", "me", "--role=reader", "--serviceaccount=" + KUBE.namespace() + ":me");

        assertThat(kubectl("get", "secret", "secret", "-o", "jsonpath={.data.key} {.type}"))
                .isEqualTo("dmFsdWU= Opaque");
        assertThat(kubectl("get", "svc", "app", "-o", "jsonpath={.spec.ports}"))
                .isEqualTo("[{\"name\":\"80-8080\",\"port\":80,\"protocol\":\"TCP\",\"targetPort\":8080}]");
        kubectl("label", "configmap", "map", "a=b");
        kubectl("annotate", "configmap", "map", "a=b");
        assertThat(kubectl("get", "configmap", "-l", "a=b", "-o", "name")).isEqualTo("configmap/map");
        kubectl(
                "patch",
                "deployment",
                "app",
                "-p",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"app:2\"}]}}}}");
        kubectl("scale", "deployment", "app", "--replicas=3");
        assertThat(kubectl("get", "deployment", "app", "-o", "wide"))
                .containsPattern("app +0/3 +0 +0 +\\d+s +app +app:2 +app=app");
        assertThat(kubectl("auth", "can-i", "delete", "pods")).isEqualTo("yes");
        assertThat(kubectl("delete", "deployment,service,configmap", "--all", "--cascade=foreground", "--timeout=10s"))
                .contains("deployment.apps \"app\" deleted");
    }

    @Test
    void conflictsOfAppliersAreNamed() {
        var one = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"x\":\"1\"}}";
        kubectlWith(one, "apply", "--server-side", "--field-manager=one", "-f", "-");

        assertThat(refused(one.replace("\"1\"", "\"2\""), "apply", "--server-side", "--field-manager=two", "-f", "-"))
                .contains("Apply failed with 1 conflict: conflict with \"one\": .data.x");
        assertThat(kubectlWith(
                        one.replace("\"1\"", "\"2\""),
                        "apply",
                        "--server-side",
                        "--field-manager=two",
                        "--force-conflicts",
                        "-f",
                        "-"))
                .isEqualTo("configmap/a serverside-applied");
    }

    @Test
    void followsChanges() {
        kubectl("create", "configmap", "a");

        assertThat(kubectl("get", "configmap", "--watch", "--request-timeout=2s", "--output-watch-events"))
                .containsPattern("EVENT +NAME +DATA +AGE\nADDED +a +0");
    }
}
