package com.callbackers.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.CallbacksUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyShapeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"text\": \"a\", \"amount\": 3} | {amount, text}",
                "application/json | {\"order-17\": 1, \"order-18\": 2} | {order-#}",
                "application/json | {\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1} | {a, b, c, d, e, f, g, h, …}",
                "application/json | [1, 2] | a list",
                "application/json | {broken | application/json",
                "application/x-www-form-urlencoded | payload=x&b=1 | {b, payload}",
                "text/plain; charset=utf-8 | hello | text/plain",
                "'' | hello | bytes"
            })
    void tellsTheNamesOfFieldsOrTheKind(String contentType, String body, String shape) {
        // given
        var post = CallbacksUnderTest.post("/").body(body);
        var callback = (contentType.isEmpty() ? post : post.header("Content-Type", contentType)).build();

        // when, then
        assertThat(BodyShape.of(callback)).isEqualTo(shape);
    }

    @Test
    void tellsThatThereIsNone() {
        assertThat(BodyShape.of(CallbacksUnderTest.post("/").body("").build())).isEqualTo("no body");
    }
}
