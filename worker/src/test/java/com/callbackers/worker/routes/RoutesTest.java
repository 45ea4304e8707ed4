package com.callbackers.worker.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.callbackers.compiler.ResourceReader;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.route.RouteTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class RoutesTest {

    private static final String HOOK = "https://hooks.slack.com/services/";

    private final Generations generations = new Generations();
    private final Routes routes = new Routes(new RouteCompiler("example.com"), generations::find);
    private final RouteBook book = new RouteBook(new RouteCompiler("example.com"));

    private void turn(String... files) {
        var read = List.of(files).stream()
                .map(yaml -> ResourceReader.read("a.yaml", yaml))
                .toList();
        var page = book.turn(read, generations);
        var atWork = page.routes().stream()
                .filter(standing -> standing.atWork() != null)
                .map(standing -> standing.atWork().route())
                .toList();
        var ground = Optional.of(new Ground(new RouteCompiler("example.com"), page.references()));
        routes.publish(RouteTable.of(atWork), route -> ground);
    }

    @Test
    void theCurrentGenerationIsTheOneAtWork() {
        // given
        turn(Yaml.route("a", "a", "https://one.example.com"));

        // when
        var generation = routes.generation("acme/a", 1);

        // then
        StepVerifier.create(generation)
                .assertNext(route -> assertThat(route).isEqualTo(routes.table().named("acme/a")))
                .verifyComplete();
    }

    @Test
    void anEarlierGenerationComesBackWithTodaysSecrets() {
        // given
        turn(Yaml.slackRoute("a"), Yaml.secret(HOOK + "one"));
        turn(Yaml.slackRoute("a").replace("hello", "bye"), Yaml.secret(HOOK + "two"));

        // when
        var generation = routes.generation("acme/a", 1);

        // then
        StepVerifier.create(generation)
                .assertNext(found -> {
                    var route = found.orElseThrow();
                    assertThat(route.generation()).isEqualTo(1);
                    assertThat(route.action("all", "team")
                                    .orElseThrow()
                                    .target()
                                    .url())
                            .isEqualTo(HOOK + "two");
                })
                .verifyComplete();
    }

    @Test
    void anEarlierGenerationIsCompiledOnce() {
        // given
        turn(Yaml.route("a", "a", "https://one.example.com"));
        turn(Yaml.route("a", "a", "https://two.example.com"));

        // when
        var generation = routes.generation("acme/a", 1);
        var both = generation.zipWith(generation);

        // then
        StepVerifier.create(both)
                .assertNext(pair -> assertThat(pair.getT2().orElseThrow())
                        .isSameAs(pair.getT1().orElseThrow()))
                .verifyComplete();
    }

    @Test
    void aGenerationOfARouteThatIsGoneIsStillThere() {
        // given
        turn(Yaml.route("a", "a", "https://one.example.com"));
        turn();

        // when
        var generation = routes.generation("acme/a", 1);

        // then
        StepVerifier.create(generation)
                .assertNext(route -> assertThat(route).isPresent())
                .verifyComplete();
    }

    @Test
    void aGenerationThatNeverWasIsEmpty() {
        StepVerifier.create(routes.generation("acme/a", 7))
                .assertNext(route -> assertThat(route).isEmpty())
                .verifyComplete();
    }

    @Test
    void aGenerationThatCannotBeUsedAnyMoreSaysWhy() {
        // given
        turn(Yaml.slackRoute("a"), Yaml.secret(HOOK + "one"));
        turn(Yaml.route("a", "a", "https://one.example.com"));

        // when
        var generation = routes.generation("acme/a", 1);

        // then
        StepVerifier.create(generation)
                .verifyErrorMessage(
                        "generation 1 of route acme/a cannot be used: "
                                + "spec.rules[0].actions[0].slack.webhookUrlSecretRef: there is no Secret 'slack' in namespace acme");
    }

    @Test
    void anAdHocActionSeesTheRoutesValuesAndSecrets() throws Exception {
        // given
        turn(
                Yaml.slackRoute("a").replace("  rules:", "  let: [{name: amount, value: '5'}]\n  rules:"),
                Yaml.secret(HOOK + "one"));

        // when
        var action = routes.adHoc("acme/a", """
                {"name": "again", "type": "Slack",
                 "slack": {"text": "{{ amount }}", "webhookUrlSecretRef": {"name": "slack", "key": "team"}}}
                """);

        // then
        assertThat(action.target().url()).isEqualTo(HOOK + "one");
    }

    @Test
    void anAdHocActionWithoutARouteReachesNobodysSecrets() {
        // given
        turn(Yaml.secret(HOOK + "one"));
        var action = """
                {"name": "x", "type": "Slack", "slack": {"text": "x", "webhookUrlSecretRef": {"name": "slack", "key": "team"}}}
                """;

        // when
        assertThatThrownBy(() -> routes.adHoc(null, action))
                // then
                .isInstanceOf(InvalidActionException.class)
                .hasMessage("slack.webhookUrlSecretRef: there is no Secret 'slack' in namespace none");
    }
}
