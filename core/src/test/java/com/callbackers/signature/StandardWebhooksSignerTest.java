package com.callbackers.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Header;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardWebhooksSignerTest {

    /** The Standard Webhooks specification, "Signature scheme", its example. */
    @Test
    void signsAsTheSpecificationsExample() {
        var body = "{\"event_type\":\"ping\",\"data\":{\"success\":true}}".getBytes(StandardCharsets.UTF_8);

        var headers = new StandardWebhooksSigner(List.of("whsec_plJ3nmyCDGBKInavdOK15jsl", "rotated"))
                .sign("msg_loFOjxBNrRLzqYUf", Instant.ofEpochSecond(1731705121), body);

        assertThat(headers)
                .contains(
                        new Header("webhook-id", "msg_loFOjxBNrRLzqYUf"),
                        new Header("webhook-timestamp", "1731705121"));
        assertThat(headers.getLast().value()).startsWith("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0= v1,");
    }
}
