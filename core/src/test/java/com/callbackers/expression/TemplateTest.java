package com.callbackers.expression;

import static com.callbackers.expression.Evaluating.CARD;
import static com.callbackers.expression.Evaluating.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.callbackers.callback.Callback;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private final List<String> failures = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain } text { with braces }} | plain } text { with braces }}",
                "{{ 1 + 1 }}원 | 2원",
                "{{1}}{{'a'}}{{ null }}{{ true }} | 1atrue",
                "{{ '{{' }} | {{",
                "{{ '}}' + \"}}\" }}! | }}}}!",
                "{{ '''it's }}''' }} | it's }}",
                "{{ r'\\d}}' }} | \\d}}",
                "{{ '\\'}}' }} | '}}",
                "{{ {\"a\": {\"b\": 1}} }} | {\"a\":{\"b\":1}}",
                "{{{\"a\": {\"b\": 1}}}}! | {\"a\":{\"b\":1}}!",
                "{{ {'a': 1}.a }}} | 1}",
                "{{ [1, 2.5, 'x'] }} | [1,2.5,\"x\"]",
                "{{ callback.receivedAt }} | 2026-11-23T09:05:00.123Z",
                "{{ regex.extract(text, '([0-9,]+)원') }}원 {{ regex.extract(text, 'x') }} | 45,300원 ",
                "{{ ip('10.0.0.1') }} | 10.0.0.1",
                "{{ b'ab' }} | YWI=",
            })
    void fillsInWhatIsBetweenTheBraces(String source, String expected) throws Exception {
        assertThat(render(source, CARD).strip()).isEqualTo(expected.strip());
        assertThat(failures).isEmpty();
    }

    @Test
    void commentsMayHoldBraces() throws Exception {
        assertThat(render("{{ 1 // not the end: }}\n + 1 }}", CARD)).isEqualTo("2");
    }

    @Test
    void whatFailsGivesNothingAndIsTold() throws Exception {
        assertThat(render("a{{ body.nope }}b{{ 1 / 0 }}c", json("{}"))).isEqualTo("abc");
        assertThat(failures)
                .containsExactly(
                        "{{ body.nope }}: there is no 'nope' (at 1:6)", "{{ 1 / 0 }}: division by zero (at 1:4)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "abc {{ text | 1:5 | the braces that open here are not closed",
                "abc {{ 'a }} | 1:8 | a text that begins here is not closed",
                "{{ }} | 1:1 | nothing is between the braces",
                "가나 {{ request.methd }} | 1:14 | undefined field 'methd'",
                "{{ 1 }} {{ {'a': 1} | 1:9 | the braces that open here are not closed",
            })
    void saysWhereItIsWrong(String source, String place, String message) {
        // when
        var e = catchThrowableOfType(
                ExpressionException.class, () -> Scope.ofCallback().template(source));
        // then
        assertThat(e).hasMessage(message);
        assertThat(e.line() + ":" + e.column()).isEqualTo(place);
    }

    @Test
    void countsLinesOverTheWholeTemplate() {
        var e = catchThrowableOfType(
                ExpressionException.class, () -> Scope.ofCallback().template("a\nb {{ 1 }}\n {{ 1 +\n  nope }}"));
        assertThat(e.line()).isEqualTo(4);
        assertThat(e.column()).isEqualTo(3);
    }

    @Test
    void namesWhatAllItsExpressionsUse() throws Exception {
        assertThat(Scope.ofCallback()
                        .template("{{ text }} {{ request.path + sender }}")
                        .names())
                .containsExactlyInAnyOrder("text", "request", "sender");
        assertThat(Scope.ofCallback().template("constant").names()).isEmpty();
    }

    @Test
    void doesNotGrowWithoutEnd() throws Exception {
        // given
        var callback = json("a".repeat(1_000_000));
        // when
        var text = render("{{ text }}{{ text }}{{ text }}!", callback);
        // then
        assertThat(text).hasSize(2_000_001).endsWith("!");
        assertThat(failures).containsExactly("{{ text }}: the text would grow over 2097152 characters");
    }

    private String render(String source, Callback callback) throws ExpressionException {
        return Scope.ofCallback().template(source).render(new Facts(callback), failures::add);
    }
}
