package com.callbackers.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurlTest {

    @Test
    void aCommandSendsTheSameAgain() {
        // when
        var command = Curl.of(callback(
                "it's".getBytes(StandardCharsets.UTF_8),
                new Header("Host", "a.test"),
                new Header("Content-Length", "4"),
                new Header("X-Quote", "a'b; rm -rf /")));

        // then
        assertThat(command).isEqualTo("""
                curl -X 'POST' \\
                  -H 'X-Quote: a'\\''b; rm -rf /' \\
                  --data-binary 'it'\\''s' \\
                  'https://a.test/p?q=1'""");
    }

    @Test
    void credentialsAreLeftOut() {
        assertThat(Curl.of(callback(new byte[0], new Header("Authorization", "Bearer secret"))))
                .contains("-H 'Authorization: Bearer •••'")
                .doesNotContain("secret", "--data");
    }

    @Test
    void whatIsNoTextComesFromAFile() {
        assertThat(Curl.of(callback(new byte[] {0, (byte) 0xff}))).contains("--data-binary @body");
        assertThat(Curl.of(callback("@/etc/passwd".getBytes(StandardCharsets.UTF_8))))
                .contains("--data-binary @body")
                .doesNotContain("passwd");
    }

    private static Callback callback(byte[] body, Header... headers) {
        return new Callback(
                CallbackId.next(),
                "POST",
                "a.test",
                "/p",
                "q=1",
                List.of(headers),
                body,
                body.length,
                "203.0.113.9",
                Durability.JOURNAL,
                null);
    }
}
