package com.callbackers.expression;

import static com.callbackers.expression.Evaluating.CARD;
import static com.callbackers.expression.Evaluating.compile;
import static com.callbackers.expression.Evaluating.failure;
import static com.callbackers.expression.Evaluating.json;
import static com.callbackers.expression.Evaluating.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    @Test
    void takesTheAmountAndTheShopFromTheMessageOfACard() {
        assertThat(value("regex.extract(text, '([0-9,]+)원').orValue('?')")).isEqualTo("45,300");
        assertThat(value("regex.extract(text, '([^ ]+)$').orValue('?')")).isEqualTo("스타벅스강남");
        assertThat(value("text.contains('승인')")).isEqualTo(true);
        assertThat(value("int(regex.extract(text, '([0-9,]+)원').orValue('0').replace(',', '')) >= 45000"))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "request.method | POST",
                "request.host | mingkyme.callbackers.com",
                "request.path | /card/a%20b",
                "request.query.kind | sms",
                "request.query.q | a b&",
                "request.rawQuery | kind=sms&q=a+b%26&q=second",
                "request.headers['user-agent'] | BackgroundShortcutRunner/1.0",
                "request.headers['x-team'] | a",
                "request.allHeaders['x-team'].join('+') | a+b",
                "request.remoteAddress | 203.0.113.7",
                "request.contentType | ''",
                "string(request.size) | 95",
                "callback.host | mingkyme.callbackers.com",
                "string(callback.receivedAt) | 2026-11-23T09:05:00.123Z",
                "string(callback.receivedAt.getHours('Asia/Seoul')) | 18",
                "request.headers.?nope.orValue('none') | none",
                "string(body == null) | true",
            })
    void seesTheRequest(String source, String expected) {
        assertThat(value(source)).isEqualTo(expected);
    }

    @Test
    void seesTheIdOfTheCallback() {
        assertThat(value("callback.id")).isEqualTo(CARD.id().toString());
    }

    @Test
    void seesTheSenderOnceItIsBound() throws Exception {
        // given
        var expression = Scope.ofCallback().expression("sender == 'shortcut'", Expected.BOOL);
        var facts = new Facts(CARD);
        // when
        var before = expression.test(facts);
        facts.bind("sender", "shortcut");
        // then
        assertThat(before).isEqualTo(new Evaluation.Failed("'sender' has no value here (at 1:1)"));
        assertThat(expression.test(facts)).isEqualTo(new Evaluation.Value(true));
    }

    @Test
    void reachesIntoWhatMayBeMissing() {
        var body = json("{\"a\": {\"b\": 1}}");
        assertThat(value("body.?a.?b.orValue('x')", body)).isEqualTo(1L);
        assertThat(value("body.?a.?c.orValue('x')", body)).isEqualTo("x");
        assertThat(value("has(body.a.c)", body)).isEqualTo(false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "body.nope | there is no 'nope' (at 1:5)",
                "request.headers['x-nope'] | there is no 'x-nope' (at 1:16)",
                "body.a.b.c | 'c' is asked of something that has no parts (at 1:9)",
                "body.list[7] | Index out of bounds: 7 (at 1:10)",
                "body.a.b + 'x' | '+' cannot be used with these values (at 1:10)",
                "1 / (body.a.b - 1) | division by zero (at 1:3)",
                "int(body.secret) | a text cannot be read as what it should be (at 1:4)",
                "'a'.matches(body.secret + '(') | 'matches' failed: not a pattern of RE2: missing closing ) (at 1:12)",
                "9223372036854775807 + body.a.b | a number is too large (at 1:21)",
            })
    void saysInWordsWhatFailedAndNotWhatTheBodyHolds(String source, String expected) {
        var body = json("{\"a\": {\"b\": 1}, \"list\": [1], \"secret\": \"hunter2\"}");
        assertThat(failure(source, body)).isEqualTo(expected).doesNotContain("hunter2");
    }

    @Test
    void keepsFailuresShort() {
        assertThat(failure("body[text]", json("{\"" + "k".repeat(10_000) + "\": 1}")))
                .hasSizeLessThan(250);
    }

    @Test
    void aTestGivesTrueOrFalseOrSaysWhyNot() throws Exception {
        // given
        var scope = Scope.ofCallback();
        var facts = new Facts(json("{\"ok\": true, \"text\": \"yes\", \"none\": null}"));
        // then
        assertThat(scope.expression("body.ok", Expected.BOOL).test(facts)).isEqualTo(new Evaluation.Value(true));
        assertThat(scope.expression("body.text", Expected.BOOL).test(facts))
                .isEqualTo(new Evaluation.Failed("gives a text where true or false is asked for"));
        assertThat(scope.expression("body.none", Expected.ANY).test(facts))
                .isEqualTo(new Evaluation.Failed("gives null where true or false is asked for"));
        assertThat(scope.expression("body.text", Expected.LIST).evaluate(facts))
                .isEqualTo(new Evaluation.Failed("gives a text where a list is asked for"));
    }

    @Test
    void comparesWholeNumbersWithOthers() {
        var body = json("{\"whole\": 2, \"part\": 1.5, \"text\": \"1\"}");
        assertThat(value("body.whole == 2.0 && body.whole > body.part && body.part < 2 && 2u == body.whole", body))
                .isEqualTo(true);
        assertThat(value("body.text == 1", body)).isEqualTo(false);
    }

    @Test
    void namesTheVariablesThatItUsesButNotThoseOfItsLoops() {
        assertThat(compile(
                                "request.path == '/x' && [1].exists(body, body == 1) && text.matches('a') && has(callback.id)")
                        .names())
                .containsExactlyInAnyOrder("request", "text", "callback");
        assertThat(compile("body.items.all(i, i.x == sender)").names()).containsExactlyInAnyOrder("body", "sender");
    }

    @Test
    void keepsItsSource() {
        assertThat(compile(" 1 + 1 ").source()).isEqualTo(" 1 + 1 ");
    }

    @Test
    void runsOnManyThreadsAtOnce() throws Exception {
        // given
        var expression = compile("body.items.map(i, i * 2).filter(i, i > 2).size() + int(body.n)");
        Callable<List<Object>> work = () -> IntStream.range(0, 200)
                .mapToObj(
                        n -> (Object) expression.evaluate(new Facts(json("{\"items\": [1, 2, 3], \"n\": " + n + "}"))))
                .toList();
        // when
        try (var threads = Executors.newFixedThreadPool(4)) {
            var results = threads.invokeAll(Collections.nCopies(4, work));
            // then
            for (var result : results) {
                assertThat(result.get())
                        .isEqualTo(IntStream.range(0, 200)
                                .mapToObj(n -> new Evaluation.Value(n + 2L))
                                .toList());
            }
        }
    }
}
