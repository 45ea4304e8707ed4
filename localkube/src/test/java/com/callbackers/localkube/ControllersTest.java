package com.callbackers.localkube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What controllers lean on: leases and events. */
class ControllersTest {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    private static LeaderElectionConfig election(String name, List<String> leaders) {
        return new LeaderElectionConfig(
                new LeaseLock(KUBE.namespace(), "lock", name),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                new LeaderCallbacks(() -> leaders.add(name), () -> {}, leader -> {}),
                true,
                "lock");
    }

    @Test
    void oneLeadsAndAnotherTakesOver() {
        // given
        var leaders = new CopyOnWriteArrayList<String>();
        var first = KUBE.client()
                .leaderElector()
                .withConfig(election("one", leaders))
                .build()
                .start();
        await().untilAsserted(() -> assertThat(leaders).containsExactly("one"));
        var second = KUBE.client()
                .leaderElector()
                .withConfig(election("two", leaders))
                .build()
                .start();

        // when
        first.cancel(true);

        // then
        await().untilAsserted(() -> assertThat(leaders).containsExactly("one", "two"));
        second.cancel(true);
    }

    @Test
    void anEventIsTheSameInBothGroups() {
        // given
        KUBE.client()
                .resource(new EventBuilder()
                        .withNewMetadata()
                        .withName("a")
                        .withNamespace(KUBE.namespace())
                        .endMetadata()
                        .withType("Warning")
                        .withReason("HostConflict")
                        .withAction("Reconcile")
                        .withNote("another has it")
                        .withReportingController("callbackers.com/operator")
                        .withReportingInstance("one")
                        .withEventTime(new MicroTime("2026-01-01T00:00:00.000000Z"))
                        .withNewRegarding()
                        .withKind("CallbackRoute")
                        .withName("r")
                        .withNamespace(KUBE.namespace())
                        .endRegarding()
                        .build())
                .create();

        // when
        var found = KUBE.client()
                .v1()
                .events()
                .inNamespace(KUBE.namespace())
                .withField("involvedObject.name", "r")
                .list()
                .getItems();
        var again = KUBE.client()
                .events()
                .v1()
                .events()
                .inNamespace(KUBE.namespace())
                .withName("a")
                .get();

        // then
        assertThat(found).singleElement().satisfies(event -> {
            assertThat(event.getMessage()).isEqualTo("another has it");
            assertThat(event.getReportingComponent()).isEqualTo("callbackers.com/operator");
        });
        assertThat(again.getNote()).isEqualTo("another has it");
    }
}
