package com.callbackers.expression;

import static com.callbackers.expression.Evaluating.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

    private final Scope scope = Scope.ofCallback();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "request.methd | 1:8 | undefined field 'methd'",
                "callback.x | 1:9 | undefined field 'x'",
                "true && nope | 1:9 | unknown name 'nope'",
                "nope + nah | 1:1 | unknown name 'nope' (and one more error)",
                "a + b + c | 1:1 | unknown name 'a' (and 2 more errors)",
                "text + | 1:7 | the expression ends too early",
                "text text | 1:6 | unexpected 'text'",
                "text == 1 | 1:6 | '==' cannot be used with (string, int)",
                "!text | 1:1 | '!' cannot be used with (string)",
                "text.nope() | 1:10 | unknown name 'nope'",
                "text == 'abc | 1:9 | a text that begins here is not closed (and one more error)",
                "text.matches('(') | 1:14 | not a pattern of RE2: missing closing )",
                "text.matches('(?=a)') | 1:14 | not a pattern of RE2: invalid or unsupported Perl syntax",
                "regex.extract(text, '(a)(b)') | 1:21 | the pattern has more than one group; use (?:…) for the others",
                "cidr('10.0.0.0/33').containsIP('10.0.0.1') | 1:6 | not an address range: more than 32 bits",
                "cidr('10.0.0.0/8').containsIP('localhost') | 1:31 | not an IP address",
                "callbackers.Request{method: 'x'} | 1:20 | objects are written as maps: {\"name\": value}",
            })
    void saysWhereAndWhatIsWrong(String source, String place, String message) {
        // when
        var e = refused(source, Expected.ANY);
        // then
        assertThat(e.line() + ":" + e.column()).isEqualTo(place);
        assertThat(e).hasMessage(message);
    }

    @Test
    void countsLines() {
        var e = refused("text == 'a' &&\n  request.methd == 'b'", Expected.BOOL);
        assertThat(e.line()).isEqualTo(2);
        assertThat(e.column()).isEqualTo(10);
    }

    @Test
    void equalExpressionsAmongEqualNamesAreOne() throws Exception {
        // given
        var named = Scope.ofCallback().with("a", Scope.ofCallback().expression("'x'", Expected.ANY));
        var otherwise = Scope.ofCallback().with("a", Scope.ofCallback().expression("1", Expected.ANY));

        // when
        var one = named.expression("a == 'x' || text == ''", Expected.BOOL);

        // then
        assertThat(named.expression("a == 'x' || text == ''", Expected.BOOL)).isSameAs(one);
        assertThat(named.expression("a == 'x' || text == ''", Expected.ANY)).isNotSameAs(one);
        assertThatThrownBy(() -> otherwise.expression("a == 'x' || text == ''", Expected.BOOL))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void asksForTheTypeOfThePlace() throws Exception {
        assertThat(refused("text", Expected.BOOL)).hasMessage("gives string where true or false is asked for");
        assertThat(refused("[1]", Expected.BOOL)).hasMessage("gives list(int) where true or false is asked for");
        assertThat(refused("true", Expected.LIST)).hasMessage("gives bool where a list is asked for");
        scope.expression("body.ok", Expected.BOOL);
        scope.expression("body.list", Expected.LIST);
    }

    @Test
    void boundsTheLengthAndTheDepthOfWhatIsWritten() {
        assertThat(refused("'" + "a".repeat(10_000) + "'", Expected.ANY)).hasMessage("longer than 10000 characters");
        assertThat(refused("(".repeat(4_000) + "1" + ")".repeat(4_000), Expected.ANY))
                .hasMessageContaining("nested too deeply");
        assertThat(refused("1" + "+1".repeat(4_000), Expected.ANY)).hasMessage("nested too deeply");
    }

    @Test
    void aNameHasTheTypeOfItsExpression() throws Exception {
        // given
        var amount = scope.expression("regex.extract(text, '([0-9,]+)원').orValue('?')", Expected.ANY);
        var more = scope.with("amount", amount);
        // then
        assertThat(more.expression("amount + '원'", Expected.ANY).names()).containsExactly("amount");
        assertThat(refused(more, "amount + 1")).hasMessage("'+' cannot be used with (wrapper(string), int)");
        assertThat(refused(scope, "amount")).hasMessage("unknown name 'amount'");
        assertThat(refused(more.without("amount"), "amount")).hasMessage("unknown name 'amount'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "1",
                "1u",
                "1.5",
                "'a'",
                "b'a'",
                "[1]",
                "{'a': 1}",
                "null",
                "body",
                "request",
                "callback",
                "timestamp('2026-01-01T00:00:00Z')",
                "duration('1s')",
                "ip('10.0.0.1')",
                "cidr('10.0.0.0/8')",
                "regex.extract(text, 'a')",
                "request.headers",
                "type(1)"
            })
    void aNameOfAnyTypeMayBeNullWhenItsExpressionFailed(String source) throws Exception {
        // given
        var more = scope.with("it", scope.expression(source, Expected.ANY));
        var facts = new Facts(CARD);
        facts.bind("it", null);
        // when
        var isNull = more.expression("it == null", Expected.BOOL).test(facts);
        // then
        assertThat(isNull).isEqualTo(new Evaluation.Value(true));
        assertThat(more.expression("it", Expected.ANY).evaluate(facts)).isEqualTo(new Evaluation.Value(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a'",
                "[1]",
                "{'a': 1}",
                "request.headers",
                "regex.extract(text, 'a')",
                "timestamp('2026-01-01T00:00:00Z')",
                "request",
                "ip('10.0.0.1')",
                "1u",
                "1.5"
            })
    void aNameKeepsItsValue(String source) throws Exception {
        // given
        var expression = scope.expression(source, Expected.ANY);
        var more = scope.with("it", expression);
        var facts = new Facts(CARD);
        var value = ((Evaluation.Value) expression.evaluate(facts)).value();
        // when
        facts.bind("it", value);
        // then
        assertThat(more.expression("it", Expected.ANY).evaluate(facts)).isEqualTo(new Evaluation.Value(value));
        assertThat(more.expression("it == null", Expected.BOOL).test(facts)).isEqualTo(new Evaluation.Value(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-b", "1a", "", "a b", "금액", "in", "as", "true", "while", "int", "regex", "math", "body", "sender"
            })
    void refusesNamesThatCannotBeUsed(String name) throws Exception {
        // given
        var value = scope.expression("1", Expected.ANY);
        // when
        var e = catchThrowableOfType(ExpressionException.class, () -> scope.with(name, value));
        // then
        assertThat(e).hasMessageStartingWith("'" + name + "' is ");
    }

    @Test
    void refusesANameThatIsThere() throws Exception {
        var value = scope.expression("1", Expected.ANY);
        var more = scope.with("amount", value);
        assertThat(catchThrowableOfType(ExpressionException.class, () -> more.with("amount", value)))
                .hasMessage("'amount' is there already; use another name");
    }

    @Test
    void compilesOnManyThreadsAtOnce() {
        var gave = IntStream.range(0, 200)
                .parallel()
                .mapToObj(n -> Evaluating.value(n + " + size([text])"))
                .toList();
        assertThat(gave).isEqualTo(IntStream.range(0, 200).mapToObj(n -> n + 1L).toList());
    }

    private ExpressionException refused(String source, Expected expected) {
        return catchThrowableOfType(ExpressionException.class, () -> scope.expression(source, expected));
    }

    private static ExpressionException refused(Scope scope, String source) {
        return catchThrowableOfType(ExpressionException.class, () -> scope.expression(source, Expected.ANY));
    }
}
