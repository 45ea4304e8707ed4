package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.callbackers.queue.Work;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the Prometheus operator and KEDA are told. Their kinds have no schema here, so that the fields are looked at. */
class MonitoringTest {

    @Test
    void everyPartIsScrapedAtItsOwnPath() {
        // when
        var monitors = Chart.rendered("production").all("PodMonitor");

        // then
        assertThat(monitors)
                .extracting(
                        it -> it.getMetadata().getName(),
                        it -> it.<String>get("spec", "podMetricsEndpoints", 0, "port"),
                        it -> it.<String>get("spec", "podMetricsEndpoints", 0, "path"))
                .containsExactlyInAnyOrder(
                        tuple("callbackers-edge", "management", "/actuator/prometheus"),
                        tuple("callbackers-worker", "management", "/actuator/prometheus"),
                        tuple("callbackers-console", "management", "/actuator/prometheus"),
                        tuple("callbackers-operator", "management", "/metrics"));
    }

    @Test
    void aMonitorSelectsThePodsOfItsPart() {
        // given
        var manifests = Chart.rendered("production");

        // then
        assertThat(manifests.all("PodMonitor")).allSatisfy(monitor -> {
            Map<String, String> selector = monitor.get("spec", "selector", "matchLabels");
            var component = String.valueOf(selector.get("app.kubernetes.io/component"));
            assertThat(manifests
                            .deployment(component)
                            .getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getLabels())
                    .containsAllEntriesOf(selector);
        });
    }

    @Test
    void alertsAreAboutTheReleasesOwnNamespace() {
        // when
        var rules = Chart.rendered("production").all("PrometheusRule");

        // then
        List<Map<String, Object>> alerts = rules.getFirst().get("spec", "groups", 0, "rules");
        assertThat(alerts)
                .extracting(alert -> alert.get("alert"))
                .containsExactly("CallbackersUnaccounted", "CallbackersRefusesCallbacks", "CallbackersOperatorAway");
        assertThat(alerts).extracting(alert -> alert.get("expr")).allSatisfy(expression -> assertThat(
                        expression.toString())
                .contains("namespace=\"" + Chart.NAMESPACE + "\""));
    }

    @Test
    void workersAreScaledByEveryQueueThereIs() {
        // when
        var scaled = Chart.rendered("production").all("ScaledObject").getFirst();

        // then
        List<Map<String, Object>> triggers = scaled.get("spec", "triggers");
        assertThat(triggers).extracting(trigger -> trigger.get("type")).containsOnly("rabbitmq");
        assertThat(triggers)
                .extracting(MonitoringTest::metadata)
                .extracting(metadata -> metadata.get("queueName"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Work.values()).map(Work::queue).toList());
    }

    @Test
    void kedaFindsInTheWorkerWhatItAsksFor() {
        // given
        var manifests = Chart.rendered("production");
        var variables = manifests.container("worker").getEnv();
        List<Map<String, Object>> triggers =
                manifests.all("ScaledObject").getFirst().get("spec", "triggers");

        // then
        assertThat(triggers).extracting(MonitoringTest::metadata).allSatisfy(metadata -> {
            assertThat(metadata).containsEntry("protocol", "http").containsEntry("mode", "QueueLength");
            assertThat(variables)
                    .extracting(variable -> variable.getName())
                    .contains(
                            String.valueOf(metadata.get("hostFromEnv")),
                            String.valueOf(metadata.get("usernameFromEnv")),
                            String.valueOf(metadata.get("passwordFromEnv")));
        });
        assertThat(manifests.all("ScaledObject").getFirst().<String>get("spec", "scaleTargetRef", "name"))
                .isEqualTo("callbackers-worker");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> metadata(Map<String, Object> trigger) {
        return (Map<String, Object>) Objects.requireNonNull(trigger.get("metadata"));
    }
}
