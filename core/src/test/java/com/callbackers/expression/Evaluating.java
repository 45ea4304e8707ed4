package com.callbackers.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbacksUnderTest;
import java.time.Instant;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Compiles and evaluates in one go. */
final class Evaluating {

    static final Instant ARRIVAL = Instant.parse("2026-11-23T09:05:00.123Z");

    static final Callback CARD = CallbacksUnderTest.post("/card/a%20b")
            .at(ARRIVAL)
            .query("kind=sms&q=a+b%26&q=second")
            .header("User-Agent", "BackgroundShortcutRunner/1.0")
            .header("X-Team", "a")
            .header("x-team", "b")
            .body("[Web발신]\n신한카드(1234)승인 홍*동 45,300원 일시불 11/23 18:05 스타벅스강남")
            .from("203.0.113.7")
            .build();

    private Evaluating() {}

    static Expression compile(String source) {
        try {
            return Scope.ofCallback().expression(source, Expected.ANY);
        } catch (ExpressionException e) {
            return Assertions.fail(source + ": " + e.getMessage());
        }
    }

    static @Nullable Object value(String source) {
        return value(source, CARD);
    }

    static @Nullable Object value(String source, Callback callback) {
        var evaluation = compile(source).evaluate(new Facts(callback));
        assertThat(evaluation).as(source).isInstanceOf(Evaluation.Value.class);
        return ((Evaluation.Value) evaluation).value();
    }

    static String failure(String source) {
        return failure(source, CARD);
    }

    static String failure(String source, Callback callback) {
        var evaluation = compile(source).evaluate(new Facts(callback));
        assertThat(evaluation).as(source).isInstanceOf(Evaluation.Failed.class);
        return ((Evaluation.Failed) evaluation).why();
    }

    static Callback json(String body) {
        return CallbacksUnderTest.post("/")
                .header("Content-Type", "application/json; charset=utf-8")
                .body(body)
                .build();
    }
}
