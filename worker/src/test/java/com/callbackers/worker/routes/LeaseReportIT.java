package com.callbackers.worker.routes;

import static com.callbackers.worker.KubernetesUnderTest.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.worker.KubernetesUnderTest;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kubernetes")
class LeaseReportIT {

    private final KubernetesUnderTest kubernetes = new KubernetesUnderTest();
    private final KubernetesClient client = KubernetesAccess.client(kubernetes.config());
    private final AtomicInteger written = new AtomicInteger();
    private final LeaseReport report = new LeaseReport(
            client,
            new RouteSettings.Kubernetes(kubernetes.namespace(), POD, ""),
            written::incrementAndGet,
            Duration.ofMillis(50));

    @BeforeEach
    void start() {
        report.start();
    }

    @AfterEach
    void close() throws IOException {
        report.close();
        client.close();
        kubernetes.close();
    }

    private void tell(String version) {
        report.tell(new Holding(version, Map.of()));
    }

    private void awaitReported(String version) {
        await().until(() -> kubernetes.reported("routes-version").equals(version));
    }

    @Test
    void isWrittenOnceForManyChangesAndNotWithoutOne() {
        // when
        for (int version = 1; version <= 100; version++) {
            tell(Integer.toString(version));
        }

        // then
        awaitReported("100");
        var lease = kubernetes.report().orElseThrow();
        await().during(Duration.ofMillis(500))
                .until(() -> kubernetes.report().orElseThrow().equals(lease));
        assertThat(written).hasValueLessThan(4);
    }

    @Test
    void isWrittenAgainWhenSomebodyDeletedIt() {
        // given
        tell("7");
        awaitReported("7");

        // when
        kubernetes.client().resource(kubernetes.report().orElseThrow()).delete();

        // then
        awaitReported("7");
    }

    @Test
    void tellsTheLatestOnceTheApiIsBack() {
        // given
        kubernetes.goAway();
        tell("1");
        tell("2");

        // when
        kubernetes.comeBack();

        // then
        awaitReported("2");
        assertThat(written).hasValue(1);
    }

    @Test
    void saysNothingBeforeThereIsAnythingToSay() {
        await().during(Duration.ofMillis(300)).until(() -> kubernetes.report().isEmpty());
    }
}
