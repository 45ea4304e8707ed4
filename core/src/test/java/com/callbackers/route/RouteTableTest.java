package com.callbackers.route;

import static com.callbackers.callback.CallbacksUnderTest.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Replay;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.expression.Expected;
import com.callbackers.expression.Expression;
import com.callbackers.expression.ExpressionException;
import com.callbackers.expression.Scope;
import com.callbackers.signature.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private static final String HOST = "mingkyme.callbackers.com";
    private static final Duration WINDOW = Duration.ofHours(1);

    private Scope scope = Scope.ofCallback();
    private final List<Let> let = new ArrayList<>();
    private final List<Sender> senders = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    @Test
    void everyRuleThatFitsActsInOrder() throws ExpressionException {
        // given
        rule("one", "text.contains('a')", false, "first");
        rule("two", "text.contains('b')", false, "second");
        rule("three", null, false, "third");

        // when
        var decision = decide(post("/").body("a").build());

        // then
        assertThat(decision.state()).isEqualTo(CallbackState.ROUTED);
        assertThat(decision.reason()).isNull();
        assertThat(decision.deliveries().stream().map(Decision.Planned::action)).containsExactly("first", "third");
        assertThat(decision.rules())
                .containsExactly(
                        new Decision.Trace("one", true, "fits"),
                        new Decision.Trace("two", false, "when is false"),
                        new Decision.Trace("three", true, "fits"));
    }

    @Test
    void stopEndsTheList() throws ExpressionException {
        rule("one", null, true, "first");
        rule("two", null, false, "second");

        var decision = decide(post("/").build());

        assertThat(decision.deliveries()).hasSize(1);
        assertThat(decision.rules()).hasSize(1);
    }

    @Test
    void aRuleWithoutActionsFilters() throws ExpressionException {
        rule("drop", null, true);
        rule("all", null, false, "a");

        var decision = decide(post("/").build());

        assertThat(decision.state()).isEqualTo(CallbackState.FILTERED);
        assertThat(decision.reason()).isEqualTo("filtered by rule drop");
    }

    @Test
    void noRuleAndNoRouteAreToldApart() throws ExpressionException {
        rule("never", "false", false, "a");

        assertThat(decide(post("/").build()).reason()).isEqualTo("no rule fitted");
        assertThat(decide(post("/").host("other").build()).reason()).isEqualTo("no route for host other");
        assertThat(decide(post("/").host("other").build()).state()).isEqualTo(CallbackState.UNROUTED);
    }

    @Test
    void theFirstSenderThatFitsNamesIt() throws ExpressionException {
        sender("a", "request.headers['x'] == '1'");
        sender("b", "text == 'hello'");
        sender("c", "true");
        rule("who", "sender == 'b'", false, "a");

        var decision = decide(post("/").body("hello").build());

        assertThat(decision.sender()).isEqualTo("b");
        assertThat(decision.state()).isEqualTo(CallbackState.ROUTED);
        assertThat(decision.senders()).hasSize(2);
        assertThat(decision.senders().getFirst().why()).startsWith("when failed: ");
    }

    @Test
    void valuesSeeThoseAboveThemAndTheSender() throws ExpressionException {
        sender("me", "true");
        let("first", "text + '!'");
        let("second", "first + sender");
        rule("all", "second == 'hi!me'", false, "a");

        var decision = decide(post("/").body("hi").build());

        assertThat(decision.state()).isEqualTo(CallbackState.ROUTED);
        assertThat(decision.let()).containsEntry("first", "\"hi!\"").containsEntry("second", "\"hi!me\"");
    }

    @Test
    void aValueThatFailsIsNullAndTheDecisionSaysWhy() throws ExpressionException {
        let("amount", "body.amount");
        rule("all", "amount == null", false, "a");

        var decision = decide(post("/").body("no json").build());

        assertThat(decision.state()).isEqualTo(CallbackState.ROUTED);
        assertThat(decision.let()).containsEntry("amount", "null");
        assertThat(decision.problems()).singleElement().asString().startsWith("let amount: ");
    }

    @Test
    void aConditionThatFailsDoesNotFit() throws ExpressionException {
        rule("broken", "body.missing.part == 1", false, "a");

        var decision = decide(
                post("/").body("{}").header("content-type", "application/json").build());

        assertThat(decision.state()).isEqualTo(CallbackState.UNROUTED);
        assertThat(decision.rules().getFirst().why())
                .startsWith("when failed: ")
                .contains("missing");
    }

    @Test
    void aSuspendedRouteDecidesNothing() throws ExpressionException {
        rule("all", null, false, "a");

        var decision = table(true, false).decide(post("/").build());

        assertThat(decision.state()).isEqualTo(CallbackState.SUSPENDED);
        assertThat(decision.route()).isEqualTo("mingkyme/route");
        assertThat(decision.deliveries()).isEmpty();
    }

    @Test
    void aRequiredSenderThatIsNotProvedIsRejected() throws ExpressionException {
        senders.add(new Sender("github", null, Verification.gitHub("secret")));
        rule("all", null, false, "a");

        var decision = table(false, true).decide(post("/").build());

        assertThat(decision.state()).isEqualTo(CallbackState.REJECTED);
        assertThat(decision.reason())
                .isEqualTo("no sender was recognised: github: header X-Hub-Signature-256 is missing");
        assertThat(decision.deliveries()).isEmpty();
    }

    @Test
    void aReplayIsProvedByItsFirstArrival() throws ExpressionException {
        // given
        senders.add(new Sender("github", null, Verification.gitHub("secret")));
        rule("all", null, false, "a");
        var first = post("/").body("another body").build();

        // then
        assertThat(table(false, true).decide(replay(first, "github")).state()).isEqualTo(CallbackState.ROUTED);
        assertThat(table(false, true).decide(replay(first, "unknown")).state()).isEqualTo(CallbackState.REJECTED);
    }

    @Test
    void aRuleClaimsTheKeyOfWhatItActsOn() throws ExpressionException {
        // given
        let("order", "body.?order.orValue('')");
        dedup("by-order", "order", "a");
        dedup("by-body", "body", "b");
        dedup("other-body", "body", "c");
        rule("each", null, false, "d");

        // when
        var decision = decide(json("{\"order\": \"7\"}"));

        // then
        assertThat(decision.state()).isEqualTo(CallbackState.ROUTED);
        assertThat(decision.deliveries()).hasSize(4);
        assertThat(decision.problems()).isEmpty();
        assertThat(decision.claims())
                .extracting(DedupClaim::rule, DedupClaim::window)
                .containsExactly(tuple("by-order", WINDOW), tuple("by-body", WINDOW), tuple("other-body", WINDOW));
        assertThat(decision.claims()).extracting(DedupClaim::key).doesNotHaveDuplicates();
        assertThat(decide(json("{ \"order\" : \"7\" }")).claims()).isEqualTo(decision.claims());
        assertThat(decide(json("{\"order\": \"8\"}")).claims()).doesNotContainAnyElementsOf(decision.claims());
    }

    @Test
    void theKeyOfAnotherRouteIsAnother() throws ExpressionException {
        dedup("all", "text", "a");
        var callback = post("/").body("x").build();
        var one = new Route("mingkyme/one", 1, List.of(HOST), false, List.of(), List.of(), false, rules);
        var other = new Route("mingkyme/other", 1, List.of(HOST), false, List.of(), List.of(), false, rules);

        assertThat(one.decide(callback).claims())
                .doesNotContainAnyElementsOf(other.decide(callback).claims());
    }

    @ParameterizedTest
    @ValueSource(strings = {"body.missing", "''", "dyn(null)", "body.?missing"})
    void withoutAKeyEveryCallbackIsActedOnAndTheDecisionSaysWhy(String key) throws ExpressionException {
        dedup("all", key, "a");

        var decision = decide(json("{}"));

        assertThat(decision.state()).isEqualTo(CallbackState.ROUTED);
        assertThat(decision.claims()).isEmpty();
        assertThat(decision.problems()).singleElement().asString().startsWith("rule all: dedup.key: ");
    }

    @Test
    void whatDoesNotFitOrIsNotActedOnClaimsNothing() throws ExpressionException {
        dedup("all", "text", "a");
        senders.add(new Sender("github", null, Verification.gitHub("secret")));
        rules.add(new Rule(
                "never", Match.ANY, condition("false"), rules.getFirst().dedup(), false, List.of(action("a"))));
        var callback = post("/").body("x").build();

        assertThat(table(true, false).decide(callback).claims()).isEmpty();
        assertThat(table(false, true).decide(callback).claims()).isEmpty();
        assertThat(table(false, false).decide(callback).claims())
                .extracting(DedupClaim::rule)
                .containsExactly("all");
    }

    @Test
    void aReplayClaimsNothing() throws ExpressionException {
        dedup("all", "text", "a");

        var decision = decide(replay(post("/").body("x").build(), "unknown"));

        assertThat(decision.state()).isEqualTo(CallbackState.ROUTED);
        assertThat(decision.claims()).isEmpty();
    }

    @Test
    void aRuleDoesNotActOnARepeat() throws ExpressionException {
        // given
        dedup("once", "text", "a", "b");
        dedup("once-too", "text", "c");
        rule("each", null, false, "d");
        var decision = decide(post("/").body("x").build());
        var first = CallbackId.next();

        // when
        var repeat = decision.asRepeat(decision.claims().getFirst(), first);

        // then
        assertThat(repeat.state()).isEqualTo(CallbackState.ROUTED);
        assertThat(repeat.reason()).isNull();
        assertThat(repeat.deliveries().stream().map(Decision.Planned::action)).containsExactly("c", "d");
        assertThat(repeat.rules())
                .containsExactly(
                        new Decision.Trace("once", false, "a repeat of " + first + " within 1h"),
                        new Decision.Trace("once-too", true, "fits"),
                        new Decision.Trace("each", true, "fits"));
        assertThat(repeat.claims()).extracting(DedupClaim::rule).containsExactly("once-too");
    }

    @Test
    void aRepeatThatNoOtherRuleActsOnIsFiltered() throws ExpressionException {
        // given
        dedup("one", "text", "a");
        dedup("two", "text", "b");
        rule("never", "false", false, "c");
        var decision = decide(post("/").body("x").build());
        var first = CallbackId.next();

        // when
        var repeat = decision.asRepeat(decision.claims().getFirst(), CallbackId.next())
                .asRepeat(decision.claims().getLast(), first);

        // then
        assertThat(repeat.state()).isEqualTo(CallbackState.FILTERED);
        assertThat(repeat.reason()).isEqualTo("a repeat of " + first + " within 1h");
        assertThat(repeat.deliveries()).isEmpty();
        assertThat(repeat.route()).isEqualTo("mingkyme/route");
    }

    @Test
    void stopEndsTheListForARepeatToo() throws ExpressionException {
        // given
        dedup("once", "text", "a");
        var once = rules.removeFirst();
        rules.add(new Rule(once.name(), once.match(), null, once.dedup(), true, once.actions()));
        rule("later", null, false, "b");
        var decision = decide(post("/").body("x").build());

        // when
        var repeat = decision.asRepeat(decision.claims().getFirst(), CallbackId.next());

        // then
        assertThat(repeat.state()).isEqualTo(CallbackState.FILTERED);
        assertThat(repeat.rules()).hasSize(1);
    }

    private static Callback json(String body) {
        return post("/").header("content-type", "application/json").body(body).build();
    }

    private static Callback replay(Callback first, String sender) {
        return new Callback(
                first.id(),
                first.method(),
                first.host(),
                first.path(),
                first.query(),
                first.headers(),
                first.body(),
                first.size(),
                first.remoteAddress(),
                first.durability(),
                new Replay(first.id(), Replay.Rules.NOW, List.of(), List.of(), sender));
    }

    private Decision decide(Callback callback) {
        return table(false, false).decide(callback);
    }

    private RouteTable table(boolean suspend, boolean requireSender) {
        return RouteTable.of(
                List.of(new Route("mingkyme/route", 3, List.of(HOST), suspend, let, senders, requireSender, rules)));
    }

    private void let(String name, String value) throws ExpressionException {
        var expression = scope.expression(value, Expected.ANY);
        let.add(new Let(name, expression));
        scope = scope.with(name, expression);
    }

    private void sender(String name, String when) throws ExpressionException {
        senders.add(new Sender(name, condition(when), null));
    }

    private void rule(String name, @Nullable String when, boolean stop, String... actions) throws ExpressionException {
        rules.add(new Rule(
                name,
                Match.ANY,
                when == null ? null : condition(when),
                stop,
                Stream.of(actions).map(RouteTableTest::action).toList()));
    }

    private void dedup(String name, String key, String... actions) throws ExpressionException {
        rules.add(new Rule(
                name,
                Match.ANY,
                null,
                new Dedup(scope.expression(key, Expected.ANY), WINDOW),
                false,
                Stream.of(actions).map(RouteTableTest::action).toList()));
    }

    private Expression condition(String source) throws ExpressionException {
        return scope.expression(source, Expected.BOOL);
    }

    private static Action action(String name) {
        var target =
                new Target("to", "mingkyme/to", "http://to", List.of(), null, false, Target.Limits.SLACK, Set.of());
        return new SlackAction(name, target, RetryPolicy.DEFAULT, null, null, null, null, null, null);
    }
}
