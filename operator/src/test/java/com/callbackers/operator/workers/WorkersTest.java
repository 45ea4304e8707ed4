package com.callbackers.operator.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private final List<Set<String>> changed = new CopyOnWriteArrayList<>();
    private final Workers workers = new Workers(changed::add, duration -> {});

    @AfterEach
    void close() {
        workers.close();
    }

    private static Pod pod(String name, boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
    }

    private static Lease report(String worker, String version, Map<String, String> more) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName("worker-" + worker)
                .addToAnnotations("callbackers.com/routes-version", version)
                .addToAnnotations(more)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(worker)
                .endSpec()
                .build();
    }

    @Test
    void aRouteIsHeldWhenEveryReadyWorkerReportsItsVersion() {
        // given
        workers.pod(pod("one", true));
        workers.pod(pod("two", true));
        workers.pod(pod("starting", false));
        workers.report(report("one", "7", Map.of()));
        workers.report(report("two", "6", Map.of()));
        var before = workers.look("a/card", 7);

        // when
        workers.report(report("two", "9", Map.of()));

        // then
        assertThat(before).isEqualTo(new Holding(2, 1, Map.of()));
        assertThat(changed).containsExactly(Set.of("a/card"));
        assertThat(workers.look("a/card", 7)).isEqualTo(new Holding(2, 2, Map.of()));
    }

    @Test
    void onlyRoutesThatTheReportPassesAreTold() {
        // given
        workers.pod(pod("one", true));
        workers.report(report("one", "5", Map.of()));
        workers.look("a/old", 5);
        workers.look("a/next", 6);
        workers.look("a/later", 9);

        // when
        workers.report(report("one", "8", Map.of()));

        // then
        assertThat(changed).containsExactly(Set.of("a/next"));
        assertThat(workers.pending()).isEqualTo(1);
    }

    @Test
    void aRefusalIsToldWithItsReason() {
        // given
        workers.pod(pod("one", true));
        workers.look("a/card", 7);

        // when
        workers.report(report("one", "7", Map.of("callbackers.com/refused-routes", "{\"a/card\": \"too new\"}")));

        // then
        assertThat(changed).containsExactly(Set.of("a/card"));
        assertThat(workers.look("a/card", 7)).isEqualTo(new Holding(1, 0, Map.of("one", "too new")));
    }

    @Test
    void aNewWorkerThatHoldsLessIsToldAfterAWhile() {
        // given
        workers.pod(pod("one", true));
        workers.report(report("one", "9", Map.of()));
        assertThat(workers.look("a/card", 7).isComplete()).isTrue();

        // when
        workers.pod(pod("two", true));

        // then
        await().untilAsserted(() -> assertThat(changed).containsExactly(Set.of("a/card")));
    }

    @Test
    void aReportThatMakesNoSenseSaysNothing() {
        // given
        workers.pod(pod("one", true));

        // when
        workers.report(report("one", "soon", Map.of()));

        // then
        assertThat(workers.look("a/card", 1)).isEqualTo(new Holding(1, 0, Map.of()));
    }
}
