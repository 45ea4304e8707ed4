package com.callbackers.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a route, and what is said of it. */
@Tag("kubernetes")
class CallbackRouteIT {

    @RegisterExtension
    static final Kube KUBE = new Kube();

    private Scene scene;

    @BeforeEach
    void begin() {
        scene = new Scene(KUBE);
        scene.operator();
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    @Test
    void aGoodRouteComesToTheWorkersAndItsHostToTheEdge() {
        // when
        scene.forward("card", scene.host("card"));

        // then
        scene.awaitTold("card", "Ready=True Ready");
        assertThat(scene.exposedHosts()).containsExactly(scene.whole("card"));
        assertThat(scene.compiled("card").orElseThrow().generation()).isEqualTo(1);
        var status = scene.status("card");
        assertThat(status.observedGeneration()).isEqualTo(1);
        assertThat(status.rules()).isEqualTo(1);
        assertThat(status.hosts()).singleElement().satisfies(claimed -> {
            assertThat(claimed.host()).isEqualTo(scene.whole("card"));
            assertThat(claimed.state()).isEqualTo("Claimed");
            assertThat(claimed.url()).isEqualTo("https://" + scene.whole("card"));
        });
        assertThat(status.conditions())
                .extracting(Condition::getType, Condition::getReason, Condition::getMessage)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Accepted", "Accepted", "the rules are valid"),
                        org.assertj.core.groups.Tuple.tuple(
                                "ResolvedRefs", "ResolvedRefs", "every secret and destination was found"),
                        org.assertj.core.groups.Tuple.tuple(
                                "Programmed", "Programmed", "1 of 1 worker holds generation 1"),
                        org.assertj.core.groups.Tuple.tuple("Ready", "Ready", "callbacks are acted on"));
    }

    @Test
    void aRouteWithoutHostsHasTheNameOfItsNamespace() {
        // when
        scene.route("card", "rules: []");

        // then
        scene.awaitTold("card", "Ready=True Ready");
        assertThat(scene.exposedHosts()).containsExactly(scene.tenant + ".callbackers.com");
    }

    @Test
    void aRouteThatTurnsBadKeepsItsLastGoodVersionAtWorkAndSaysSo() {
        // given
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");

        // when
        scene.route("card", Scene.forwardTo(scene.host("other"), "nope"));

        // then
        scene.awaitTold("card", "Accepted=False InvalidExpression", "Ready=False InvalidExpression");
        assertThat(scene.message("card", "Accepted")).isEqualTo("spec.rules[0].when: unknown name 'nope' (at 1:1)");
        scene.awaitTold("card", "Programmed=False Pending");
        assertThat(scene.message("card", "Programmed")).isEqualTo("generation 1 stays at work");
        assertThat(scene.compiled("card").orElseThrow().generation()).isEqualTo(1);
        assertThat(scene.exposedHosts()).containsExactly(scene.whole("card"));
    }

    @Test
    void allThatIsWrongIsTold() {
        // when
        scene.route("card", """
                rules:
                - name: all
                  when: "nope"
                  actions:
                  - {name: team, type: Slack, slack: {webhookUrlSecretRef: {name: slack, key: team}, text: "{{ nix }}"}}
                """);

        // then
        scene.awaitTold("card", "Accepted=False InvalidExpression", "ResolvedRefs=False SecretNotFound");
        assertThat(scene.message("card", "Accepted"))
                .contains("spec.rules[0].when: ", "; spec.rules[0].actions[0].slack.text: ");
        assertThat(scene.message("card", "Programmed")).isEqualTo("no version of this route is at work");
        assertThat(scene.compiled("card")).isEmpty();
        assertThat(scene.exposedHosts()).isEmpty();
    }

    @Test
    void whatOnlyTheCompilerKnowsToBeWrongIsInvalidSpec() {
        // when
        scene.route("card", """
                rules:
                - name: all
                  actions:
                  - {name: erp, type: Forward, forward: {url: "https://user@erp.example.com"}}
                """);

        // then
        scene.awaitTold("card", "Accepted=False InvalidSpec", "Ready=False InvalidSpec");
    }

    @Test
    void aSecretThatComesLaterOrChangesReachesTheRoute() {
        // given
        scene.route("card", Scene.slack("slack", "team"));
        scene.awaitTold("card", "ResolvedRefs=False SecretNotFound", "Ready=False SecretNotFound");

        // when
        scene.secret(scene.tenant, "slack", Map.of("other", "x"));
        scene.awaitTold("card", "ResolvedRefs=False SecretKeyNotFound");
        scene.secret(scene.tenant, "slack", Map.of("team", "https://hooks.slack.com/services/1"));
        scene.awaitTold("card", "Ready=True Ready");
        scene.secret(scene.tenant, "slack", Map.of("team", "https://hooks.slack.com/services/2"));

        // then
        await().untilAsserted(() -> assertThat(
                        scene.compiled("card").orElseThrow().secrets())
                .isEqualTo(Map.of(scene.tenant + "/slack", Map.of("team", "https://hooks.slack.com/services/2"))));
        scene.awaitTold("card", "Ready=True Ready");
    }

    @Test
    void aRouteWhoseSecretIsGoneGoesOnWithTheOneItHad() {
        // given
        var secret = scene.secret(scene.tenant, "slack", Map.of("team", "https://hooks.slack.com/services/1"));
        scene.route("card", Scene.slack("slack", "team"));
        scene.awaitTold("card", "Ready=True Ready");

        // when
        scene.delete(secret);

        // then
        scene.awaitTold("card", "ResolvedRefs=False SecretNotFound", "Accepted=True Accepted");
        assertThat(scene.compiled("card").orElseThrow().secrets()).isNotEmpty();
    }

    @Test
    void aBadGenerationGoesOnWithTodaysSecrets() {
        // given
        scene.secret(scene.tenant, "slack", Map.of("team", "https://hooks.slack.com/services/1"));
        scene.route("card", Scene.slack("slack", "team"));
        scene.awaitTold("card", "Ready=True Ready");
        scene.route("card", Scene.forwardTo(scene.host("card"), "nope"));
        scene.awaitTold("card", "Accepted=False InvalidExpression");

        // when
        scene.secret(scene.tenant, "slack", Map.of("team", "https://hooks.slack.com/services/2"));

        // then
        await().untilAsserted(() -> assertThat(
                        scene.compiled("card").orElseThrow().secrets())
                .isEqualTo(Map.of(scene.tenant + "/slack", Map.of("team", "https://hooks.slack.com/services/2"))));
        assertThat(scene.compiled("card").orElseThrow().generation()).isEqualTo(1);
    }

    @Test
    void aDestinationThatComesChangesOrGoesReachesTheRoute() {
        // given
        scene.secret(scene.tenant, "slack", Map.of("team", "https://hooks.slack.com/services/1"));
        scene.route("card", Scene.pointTo("{name: team}"));
        scene.awaitTold("card", "ResolvedRefs=False DestinationNotFound", "Ready=False DestinationNotFound");

        // when
        var destination = scene.destination(
                scene.tenant, "team", "{type: Slack, slack: {webhookUrlSecretRef: {name: slack, key: team}}}");
        scene.awaitTold("card", "Ready=True Ready");
        scene.destination(
                scene.tenant,
                "team",
                "{type: Slack, slack: {webhookUrlSecretRef: {name: slack, key: team}}, suspend: true}");
        await().untilAsserted(
                        () -> assertThat(scene.compiled("card").orElseThrow().destinations())
                                .hasEntrySatisfying(scene.tenant + "/team", team -> assertThat(team.suspend())
                                        .isTrue()));
        scene.delete(destination);

        // then
        scene.awaitTold("card", "ResolvedRefs=False DestinationNotFound");
    }

    @Test
    void aDestinationOfAnotherNamespaceIsForThoseThatItAllows() {
        // given
        var other = scene.host("other");
        scene.namespace(other);
        scene.secret(other, "slack", Map.of("team", "https://hooks.slack.com/services/1"));
        scene.destination(other, "team", "{type: Slack, slack: {webhookUrlSecretRef: {name: slack, key: team}}}");

        // when
        scene.route("card", Scene.pointTo("{name: team, namespace: " + other + "}"));

        // then
        scene.awaitTold("card", "ResolvedRefs=False RefNotPermitted", "Ready=False RefNotPermitted");

        // when
        scene.destination(
                other,
                "team",
                "{type: Slack, slack: {webhookUrlSecretRef: {name: slack, key: team}}, allowedNamespaces: ["
                        + scene.tenant + "]}");

        // then
        scene.awaitTold("card", "Ready=True Ready");

        // when
        scene.secret(other, "slack", Map.of("team", "https://hooks.slack.com/services/2"));

        // then
        await().untilAsserted(() -> assertThat(
                        scene.compiled("card").orElseThrow().secrets())
                .isEqualTo(Map.of(other + "/slack", Map.of("team", "https://hooks.slack.com/services/2"))));
    }

    @Test
    void aSuspendedRouteStaysExposedAndSaysSo() {
        // when
        scene.route("card", "{suspend: true, hosts: [" + scene.host("card") + "], rules: []}");

        // then
        scene.awaitTold("card", "Ready=True Ready");
        assertThat(scene.message("card", "Ready")).contains("suspended");
        assertThat(scene.exposedHosts()).containsExactly(scene.whole("card"));
    }

    @Test
    void aRouteThatIsGoneLeavesNothingBehind() {
        // given
        var route = scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");

        // when
        scene.delete(route);

        // then
        await().untilAsserted(() -> assertThat(scene.compiled("card")).isEmpty());
        await().untilAsserted(() -> assertThat(scene.ingresses()).isEmpty());
    }

    @Test
    void whatOthersChangeOrRemoveIsPutRight() {
        // given
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");

        // when
        scene.delete(scene.compiledSecret("card").orElseThrow());
        var ingress = scene.ingresses().getFirst();
        ingress.getMetadata().setManagedFields(null);
        ingress.getSpec()
                .getRules()
                .getFirst()
                .getHttp()
                .getPaths()
                .getFirst()
                .getBackend()
                .getService()
                .setName("somewhere-else");
        scene.client.resource(ingress).update();

        // then
        await().untilAsserted(() -> assertThat(scene.compiled("card")).isPresent());
        await().untilAsserted(
                        () -> assertThat(scene.ingresses()).singleElement().satisfies(each -> assertThat(each.getSpec()
                                        .getRules()
                                        .getFirst()
                                        .getHttp()
                                        .getPaths()
                                        .getFirst()
                                        .getBackend()
                                        .getService()
                                        .getName())
                                .isEqualTo("callbackers-edge")));
        scene.awaitTold("card", "Ready=True Ready");
    }

    @Test
    void eachChangeOfHowItStandsIsAnEventOnce() {
        // given
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");
        scene.route("card", Scene.forwardTo(scene.host("card"), "nope"));
        scene.awaitTold("card", "Ready=False InvalidExpression");

        // when
        scene.route("card", Scene.forwardTo(scene.host("card"), "text == ''"));

        // then
        scene.awaitTold("card", "Ready=True Ready");
        await().untilAsserted(() -> assertThat(scene.events("card"))
                .containsExactly("Normal Ready", "Warning InvalidExpression", "Normal Ready"));
    }

    @Test
    void theTimeOfATransitionChangesOnlyWithTheStatus() {
        // given
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");
        var before = scene.condition("card", "Accepted").orElseThrow().getLastTransitionTime();

        // when
        await().until(() -> !java.time.Instant.now()
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString()
                .equals(before));
        scene.route("card", Scene.forwardTo(scene.host("card"), "text == ''"));

        // then
        scene.awaitTold("card", "Ready=True Ready");
        assertThat(scene.condition("card", "Accepted").orElseThrow().getLastTransitionTime())
                .isEqualTo(before);
    }
}
