package com.callbackers.expression;

import static com.callbackers.expression.Evaluating.failure;
import static com.callbackers.expression.Evaluating.json;
import static com.callbackers.expression.Evaluating.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.callbackers.callback.Callback;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions and bodies that are built to take all time or memory there is. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitsTest {

    private static final Callback MEBIBYTE = json("\"" + "a".repeat(1_048_000) + "\"");

    @Test
    void loopsEnd() {
        assertThat(failure("lists.range(200).all(a, lists.range(200).all(b, a + b >= 0))"))
                .startsWith("more than 10000 rounds in its loops");
        assertThat(failure("lists.range(1000000000)"))
                .startsWith("'lists.range' failed: a range is at most 10000 long");
    }

    @Test
    void nestedListsDoNotDoubleForEver() {
        assertThat(failure("[1]" + ".map(a, [a, a])".repeat(40))).isEqualTo("a value grew too large");
        assertThat(failure("[1]" + ".map(a, {'x': a, 'y': a})".repeat(40))).isEqualTo("a value grew too large");
    }

    @Test
    void textsDoNotGrowForEver() {
        assertThat(failure("['']" + ".map(a, a + a + text)".repeat(40), MEBIBYTE))
                .startsWith("a text grew over");
        assertThat(failure("text.replace('', text)", MEBIBYTE)).startsWith("a text grew over");
        assertThat(failure("regex.replace(text, '', text)", MEBIBYTE)).startsWith("a text grew over");
        assertThat(failure("lists.range(2000).map(i, 'x').join(text)", MEBIBYTE))
                .startsWith("a text grew over");
        assertThat(failure("lists.range(10000).map(i, text).join()", MEBIBYTE)).isNotEmpty();
    }

    @Test
    void whatAnExpressionGivesIsBounded() {
        assertThat(failure("text + text + text", MEBIBYTE)).isEqualTo("its value is too large");
        assertThat(failure("[text, text, text]", MEBIBYTE)).isEqualTo("its value is too large");
        assertThat(value("text", MEBIBYTE)).isEqualTo(MEBIBYTE.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(a{1000}){1000}",
                "(((a{30}){30}){30}){30}",
                "((\\x{61}){1000}){1000}"
            })
    void patternsDoNotGrowWhenTheirRepeatsAreWrittenOut(String pattern) {
        var e = catchThrowableOfType(ExpressionException.class, () -> Scope.ofCallback()
                .expression("text.matches(r'" + pattern + "')", Expected.BOOL));
        assertThat(e).hasMessage("the pattern repeats too much");
        assertThat(failure("text.matches(r'" + pattern + "' + '')")).contains("the pattern repeats too much");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\x{9999}", "a{1000}", "[{9999}]{10}", "\\Q{9999}(\\E", "\\p{Hangul}+", "[]{5000}]", "가{2,}"})
    void patternsOfAnUsualSizeAreTaken(String pattern) {
        assertThat(value("text.matches(r'" + pattern + "')")).isIn(true, false);
    }

    @Test
    void searchesInLargeTextsAreCounted() {
        assertThat(value("text.matches('승인')", MEBIBYTE)).isEqualTo(false);
        assertThat(failure("lists.range(10000).exists(i, text.matches('b' + string(i)))", MEBIBYTE))
                .isEqualTo("it takes too much work");
        assertThat(failure("text.matches('(a|aa|aaa){200}b')", MEBIBYTE)).isEqualTo("it takes too much work");
        assertThat(failure("regex.extractAll(text, '(a.*b|a)')", MEBIBYTE)).isEqualTo("it takes too much work");
    }

    @Test
    void aLongTextIsFoundInALongerOneWithoutDelay() {
        assertThat(value("text.contains(text.substring(1, 500000) + 'b')", MEBIBYTE))
                .isEqualTo(false);
        assertThat(value("text.lastIndexOf('b' + text.substring(1, 500000))", MEBIBYTE))
                .isEqualTo(-1L);
    }

    @Test
    void aLargeBodyIsNotWalkedThroughForEver() {
        // given
        var large = json("{\"x\": 1, \"items\": {"
                + IntStream.range(0, 60_000).mapToObj(i -> "\"" + i + "\": {}").collect(Collectors.joining(","))
                + "}}");
        // then
        assertThat(value("body.x == 1 && body.items['59999'] == {}", large)).isEqualTo(true);
        assertThat(failure("lists.range(9000).all(i, body.x == 1)", large)).isEqualTo("it takes too much work");
        assertThat(failure("[body].all(b, lists.range(9000).all(i, b.x == 1))", large))
                .isEqualTo("it takes too much work");
    }

    @Test
    void aLoopOverALargeBodyIsFine() {
        // given
        var large = json(IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"id\": " + i + ", \"name\": \"name of " + i + "\"}")
                .collect(Collectors.joining(",", "{\"items\": [", "]}")));
        // then
        assertThat(value(
                        "body.items.filter(i, i.id % 2 == 0 && i.name.matches('[0-9]+$')).map(i, i.name).size()",
                        large))
                .isEqualTo(500L);
        assertThat(value("body.items.exists(i, i.id == 999)", large)).isEqualTo(true);
    }

    @Test
    void whatIsSpentCannotBeHiddenBehindAnOr() {
        assertThat(failure("lists.range(9000).exists(i, text.replace('a', 'b') == 'x' || i == 8999)", MEBIBYTE))
                .isEqualTo("it takes too much work");
    }

    @Test
    void deepValuesFailInsteadOfTakingTheStack() {
        assertThat(nested(400)).isInstanceOf(Evaluation.Value.class);
        assertThat(nested(600)).isEqualTo(new Evaluation.Failed("its value is too large"));
        assertThat(nested(500_000)).isEqualTo(new Evaluation.Failed("its value is nested too deeply"));
    }

    private static Evaluation nested(int depth) {
        Object value = 1L;
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        var facts = new Facts(MEBIBYTE);
        facts.bind("sender", value);
        return Evaluating.compile("sender").evaluate(facts);
    }
}
