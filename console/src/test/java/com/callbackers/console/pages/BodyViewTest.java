package com.callbackers.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyViewTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":1.10,"b":12345678901234567890} |                                   | json | 1.10
            [1]                                 | text/plain                        | json | 1
            {"a":                               | application/json                  | text | {"a":
            a=1&b=%ED%95%9C+x&c                 | application/x-www-form-urlencoded | form | b = 한 x
            a=%zz                               | application/x-www-form-urlencoded | form | a = %zz
            hello                               |                                   | text | hello
            """)
    void aBodyIsShownByWhatItIs(String body, @Nullable String type, String kind, String part) {
        // when
        var view = BodyView.of(body.getBytes(StandardCharsets.UTF_8), type);

        // then
        assertThat(view.kind()).isEqualTo(kind);
        assertThat(view.text()).contains(part);
        assertThat(view.cut()).isFalse();
    }

    @Test
    void bytesAreShownAsNumbersAndSigns() {
        // when
        var view = BodyView.of(new byte[] {0, (byte) 0xff, 'A', '\n'}, "image/png");

        // then
        assertThat(view.kind()).isEqualTo("bytes");
        assertThat(view.text()).startsWith("000000  00 ff 41 0a ").contains("..A.");
    }

    @Test
    void aTextWithANulIsBytes() {
        assertThat(BodyView.of("a\0b".getBytes(StandardCharsets.UTF_8), "text/plain")
                        .kind())
                .isEqualTo("bytes");
    }

    @Test
    void ofALongTextTheBeginningIsShownAndNoHalfCharacter() {
        // when
        var view = BodyView.of(("x" + "한".repeat(30_000)).getBytes(StandardCharsets.UTF_8), "text/plain");

        // then
        assertThat(view.kind()).isEqualTo("text");
        assertThat(view.cut()).isTrue();
        assertThat(view.text()).endsWith("한");
    }

    @Test
    void nothingIsNone() {
        assertThat(BodyView.of(new byte[0], "text/plain").kind()).isEqualTo("none");
        assertThat(BodyView.of(null, null).kind()).isEqualTo("none");
    }
}
