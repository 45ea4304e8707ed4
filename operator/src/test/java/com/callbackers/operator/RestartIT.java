package com.callbackers.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.callbackers.localkube.testing.KubernetesApi;
import com.callbackers.resources.CallbackRoute;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens when the operator, or its API, is away for a while. */
@Tag("kubernetes")
class RestartIT {

    @RegisterExtension
    static final Kube KUBE = new Kube();

    private Scene scene;
    private Relay relay;

    @BeforeEach
    void begin() {
        scene = new Scene(KUBE);
        relay = KUBE.relay();
    }

    @AfterEach
    void end() throws Exception {
        if (relay.isCut()) {
            relay.mend();
        }
        scene.close();
        relay.close();
    }

    @Test
    void whatWasDeletedMeanwhileIsSwept() {
        // given
        scene.operator();
        var gone = scene.forward("gone", scene.host("gone"));
        scene.forward("stays", scene.host("stays"));
        scene.awaitTold("gone", "Ready=True Ready");
        scene.awaitTold("stays", "Ready=True Ready");
        scene.stopOperator();
        scene.delete(gone);

        // when
        scene.operator();

        // then
        await().untilAsserted(() -> assertThat(scene.compiled("gone")).isEmpty());
        await().untilAsserted(() -> assertThat(scene.exposedHosts()).containsExactly(scene.whole("stays")));
        assertThat(scene.compiled("stays")).isPresent();
    }

    @Test
    void whenAllRoutesAreGoneTheyAreSweptToo() {
        // given
        scene.operator();
        var gone = scene.forward("gone", scene.host("gone"));
        scene.awaitTold("gone", "Ready=True Ready");
        scene.stopOperator();
        scene.delete(gone);

        // when
        scene.operator();

        // then
        await().untilAsserted(() -> assertThat(scene.compiled("gone")).isEmpty());
        await().untilAsserted(() -> assertThat(scene.ingresses()).isEmpty());
    }

    @Test
    void whereNothingChangesNothingIsWritten() {
        // given
        assumeTrue(KubernetesApi.isLocal(), "requests can be read");
        scene.secret(scene.tenant, "slack", Map.of("team", "https://hooks.slack.com/services/1"));
        scene.destination(
                scene.tenant, "team", "{type: Slack, slack: {webhookUrlSecretRef: {name: slack, key: team}}}");
        var config = KUBE.through(relay);
        scene.operator(config, "");
        scene.forward("good", scene.host("good"));
        scene.awaitTold("good", "Ready=True Ready");
        scene.forward("conflict", scene.host("good"));
        scene.route("pointing", "hosts: [" + scene.host("pointing") + "]\n" + Scene.pointTo("{name: team}"));
        scene.route("bad", Scene.forwardTo(scene.host("bad"), "nope"));
        scene.route("missing", Scene.slack("missing", "key"));
        scene.awaitTold("pointing", "Ready=True Ready");
        scene.awaitTold("bad", "Ready=False InvalidExpression");
        scene.awaitTold("missing", "Ready=False SecretNotFound");
        scene.awaitTold("conflict", "Ready=False HostConflict");
        await().untilAsserted(() -> assertThat(scene.events("good")).hasSize(1));
        assertThat(relay.writes()).isNotEmpty();
        relay.forgetWrites();
        var before = routes();

        // when
        scene.operator(config, "");

        // then
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(6))
                .untilAsserted(() -> assertThat(relay.writes()).isEmpty());
        assertThat(routes()).isEqualTo(before);
        assertThat(scene.events("good")).containsExactly("Normal Ready");
    }

    private List<CallbackRoute> routes() {
        return scene.client
                .resources(CallbackRoute.class)
                .inNamespace(scene.tenant)
                .list()
                .getItems();
    }

    @Test
    void oneThatDiesBetweenTheCompiledRouteAndTheStatusIsFollowedByOneThatSaysIt() {
        // given
        assumeTrue(KubernetesApi.isLocal(), "requests can be read");
        relay.cutBefore(write -> write.contains("/status"));
        scene.operator(KUBE.through(relay), "");
        scene.forward("card", scene.host("card"));
        await().until(relay::isCut);
        assertThat(scene.compiled("card")).isPresent();
        assertThat(scene.status("card")).isNull();
        scene.stopOperator();

        // when
        scene.operator();

        // then
        scene.awaitTold("card", "Ready=True Ready");
        await().untilAsserted(() -> assertThat(scene.events("card")).containsExactly("Normal Ready"));
    }

    @Test
    void aPauseOfTheApiIsMadeUpFor() {
        // given
        scene.operator(KUBE.through(relay), "");
        scene.forward("edited", scene.host("edited"));
        var deleted = scene.forward("deleted", scene.host("deleted"));
        scene.awaitTold("edited", "Ready=True Ready");
        scene.awaitTold("deleted", "Ready=True Ready");

        // when
        relay.cut();
        scene.route("edited", Scene.forwardTo(scene.host("edited"), "text == ''"));
        scene.forward("made", scene.host("made"));
        scene.delete(deleted);
        relay.mend();

        // then
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(scene.condition("edited", "Ready").map(ready -> ready.getStatus()))
                    .hasValue("True");
            assertThat(scene.condition("made", "Ready").map(ready -> ready.getStatus()))
                    .hasValue("True");
            assertThat(scene.compiled("deleted")).isEmpty();
            assertThat(scene.exposedHosts()).doesNotContain(scene.whole("deleted"));
        });
    }

    @Test
    void isNotReadyBeforeItKnowsEverything() {
        // given
        relay.cut();
        var operator = RunningOperator.begin(KUBE.through(relay), scene.system, "");
        try (operator) {
            scene.forward("card", scene.host("card"));
            assertThat(operator.operator().isReady()).isFalse();

            // when
            relay.mend();

            // then
            await().atMost(Duration.ofSeconds(30)).until(operator.operator()::isReady);
            scene.awaitTold("card", "Ready=True Ready");
        }
    }

    @Test
    void onlyTheWatchedNamespacesCount() {
        // given
        var other = scene.host("other");
        scene.namespace(other);
        scene.operator("watch-namespaces: [" + scene.tenant + "]");
        scene.secret(scene.tenant, "slack", Map.of("team", "https://hooks.slack.com/services/1"));

        // when
        scene.route(other, "unwatched", "rules: []");
        scene.route("watched", Scene.slack("slack", "team"));

        // then
        scene.awaitTold("watched", "Ready=True Ready");
        assertThat(scene.client
                        .resources(CallbackRoute.class)
                        .inNamespace(other)
                        .withName("unwatched")
                        .require()
                        .getStatus())
                .isNull();
        assertThat(compiledNames()).containsExactly("route." + scene.tenant + ".watched");

        // when
        scene.operator("watch-namespaces: [" + scene.tenant + ", " + other + "]");

        // then
        await().untilAsserted(() -> assertThat(compiledNames())
                .containsExactlyInAnyOrder("route." + scene.tenant + ".watched", "route." + other + ".unwatched"));
        scene.awaitTold("watched", "Ready=True Ready");
    }

    private List<String> compiledNames() {
        return scene
                .client
                .resources(Secret.class)
                .inNamespace(scene.system)
                .withLabel("callbackers.com/kind", "compiled-route")
                .list()
                .getItems()
                .stream()
                .map(secret -> secret.getMetadata().getName())
                .toList();
    }

    @Test
    void oneLeadsAtATimeAndTheNextTakesOverAtOnce() {
        // given
        var election =
                "leader-election: {lease-name: op, lease-duration: 15s, renew-deadline: 10s, retry-period: 500ms}";
        var first = RunningOperator.start(KUBE.config(), scene.system, election);
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");
        try (var second = RunningOperator.start(KUBE.config(), scene.system, election)) {
            assertThat(second.operator().isReady()).isTrue();

            // when
            first.close();
            scene.forward("next", scene.host("next"));

            // then
            scene.awaitTold("next", "Ready=True Ready");
            assertThat(second.operator().isReady()).isTrue();
        }
    }

    @Test
    void oneThatLosesTheLeadSaysSoAndIsNotReadyAnyMore() {
        // given
        var election = "leader-election: {lease-name: op, lease-duration: 3s, renew-deadline: 2s, retry-period: 200ms}";
        var config =
                new ConfigBuilder(KUBE.through(relay)).withRequestTimeout(500).build();
        try (var operator = RunningOperator.start(config, scene.system, election)) {
            scene.forward("card", scene.host("card"));
            scene.awaitTold("card", "Ready=True Ready");

            // when
            relay.cut();

            // then
            CompletableFuture<Void> ended = operator.operator().ended().toCompletableFuture();
            await().atMost(Duration.ofSeconds(30)).until(ended::isDone);
            assertThat(ended.exceptionNow()).isInstanceOf(LostLeadException.class);
            assertThat(operator.operator().isReady()).isFalse();
        }
    }
}
