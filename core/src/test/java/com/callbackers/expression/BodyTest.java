package com.callbackers.expression;

import static com.callbackers.expression.Evaluating.json;
import static com.callbackers.expression.Evaluating.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbacksUnderTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    @Test
    void wholeNumbersAreIntsAndOthersDoubles() {
        var body = json("[1, -9223372036854775808, 9223372036854775808, 1.0, 1e2, 1e999]");
        assertThat(value("body[0]", body)).isEqualTo(1L);
        assertThat(value("body[1]", body)).isEqualTo(Long.MIN_VALUE);
        assertThat(value("body[2]", body)).isEqualTo(9.223372036854776E18);
        assertThat(value("body[3]", body)).isEqualTo(1.0);
        assertThat(value("body[4]", body)).isEqualTo(100.0);
        assertThat(value("body[5] > 1", body)).isEqualTo(true);
    }

    @Test
    void keepsNullsAndTheOrderOfNames() {
        var body = json("{\"z\": null, \"a\": [true, false, {}], \"\": \"\\u0000가\"}");
        assertThat(value("json(body)", body)).isEqualTo("{\"z\":null,\"a\":[true,false,{}],\"\":\"\\u0000가\"}");
        assertThat(value("body.z == null", body)).isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"a\": 1} | {\"a\":1}",
                "Application/JSON; charset=utf-8 | 5 | 5",
                "application/vnd.api+json | \"a\" | \"a\"",
                "text/json | [] | []",
                "text/plain | ' {\"a\": 1}' | {\"a\":1}",
                "text/plain | 5 | null",
                " | [1] | [1]",
                " | true | null",
                "application/xml | {\"a\": 1} | null",
                "application/x-www-form-urlencoded | a=1&b=x+y%EA%B0%80&a=2&c | {\"a\":\"1\",\"b\":\"x y가\",\"c\":\"\"}",
                "application/x-www-form-urlencoded | {\"a\": 1} | {\"a\":1}",
            })
    void isReadAsItsContentTypeSays(@Nullable String contentType, String body, String expected) {
        var callback = CallbacksUnderTest.post("/").body(body);
        if (contentType != null) {
            callback.header("content-type", contentType);
        }
        assertThat(value("json(body)", callback.build())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\": 1} x", "{\"a\": 1, \"a\": 2}", "{'a': 1}", "[NaN]", "nope"})
    void isNullWhenItIsNoJson(String body) {
        assertThat(value("body", json(body))).isNull();
    }

    @Test
    void isNullWhenItsNestingOrNumbersAreBuiltToHurt() {
        assertThat(value("body", json("[".repeat(100_000)))).isNull();
        assertThat(value("body", json("[".repeat(201) + "]".repeat(201)))).isNull();
        assertThat(value("body", json("9".repeat(100_000)))).isNull();
        assertThat(value("body", callback(new byte[] {'"', (byte) 0xff, '"'}))).isNull();
    }

    @Test
    void theTextIsTheWholeBody() {
        assertThat(value("text", json("{\"text\": \"승인\"}"))).isEqualTo("{\"text\": \"승인\"}");
        assertThat(value("text", callback(new byte[] {'a', (byte) 0xff}))).isEqualTo("a\ufffd");
    }

    private static Callback callback(byte[] body) {
        return CallbacksUnderTest.post("/")
                .header("Content-Type", "application/json")
                .body(body)
                .build();
    }
}
