package com.callbackers.expression;

import static com.callbackers.expression.Evaluating.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | null",
                "true | true",
                "-5 | -5",
                "18446744073709551615u | 18446744073709551615",
                "1.5 | 1.5",
                "0.0 / 0.0 | \"NaN\"",
                "1.0 / 0.0 | \"Infinity\"",
                "'a\"\\\\\\n\\u0001가😀' | \"a\\\"\\\\\\n\\u0001가😀\"",
                "b'\\xff\\x00' | \"/wA=\"",
                "[] | []",
                "[1, [2, 'x'], null] | [1,[2,\"x\"],null]",
                "{} | {}",
                "{'z': 1, 'a': {2: true, false: 'x'}} | {\"z\":1,\"a\":{\"2\":true,\"false\":\"x\"}}",
                "timestamp('2026-11-23T18:05:00+09:00') | \"2026-11-23T09:05:00Z\"",
                "duration('90m') | \"5400s\"",
                "duration('1500ms') | \"1.5s\"",
                "duration('-500ms') | \"-0.5s\"",
                "optional.of([1]) | [1]",
                "optional.none() | null",
                "[optional.of(1), optional.none()] | [1,null]",
                "ip('::1') | \"::1\"",
                "cidr('10.0.0.0/8') | \"10.0.0.0/8\"",
                "type(1) | \"int\"",
                "callback.receivedAt | \"2026-11-23T09:05:00.123Z\"",
            })
    void anythingThatCelGivesHasJson(String source, String expected) {
        assertThat(Values.json(value(source))).isEqualTo(expected);
        assertThat(value("json(" + source + ")")).isEqualTo(expected);
    }

    @Test
    void aRequestHasJson() {
        assertThat(Values.json(value("request")))
                .startsWith(
                        "{\"allHeaders\":{\"user-agent\":[\"BackgroundShortcutRunner/1.0\"],\"x-team\":[\"a\",\"b\"]},")
                .contains("\"query\":{\"kind\":\"sms\",\"q\":\"a b&\"}")
                .endsWith(",\"size\":95}");
    }

    @Test
    void plainJavaValuesHaveJsonToo() {
        var map = new LinkedHashMap<String, Object>();
        map.put("text", "a");
        map.put("list", Arrays.asList(1, null));
        map.put("bytes", new byte[] {1});
        assertThat(Values.json(map)).isEqualTo("{\"text\":\"a\",\"list\":[1,null],\"bytes\":\"AQ==\"}");
        assertThat(Values.json(null)).isEqualTo("null");
        assertThat(Values.text(null)).isEmpty();
    }
}
