package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.console.call.Bytes;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Callbacks.AttemptEntry;
import com.callbackers.journal.Callbacks.DeliveryEntry;
import com.callbackers.journal.Callbacks.Entry;
import com.callbackers.journal.Callbacks.Whole;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CallbackJsonTest {

    private static final UUID ID =
            new UUID((Instant.parse("2026-11-23T09:30:00.123Z").toEpochMilli() << 16) | 0x7abc, -1);
    private static final UUID DELIVERY = new UUID(ID.getMostSignificantBits(), -2);

    private final CallbackJson json = new CallbackJson(JsonMapper.builder().build());

    @Test
    void theListLeavesOutHeadersBodyDecisionAndAttempts() {
        // when
        var listed = json.listed(entry(callback(bytes("{}"))));

        // then
        assertThat(listed.propertyNames())
                .containsExactly(
                        "id",
                        "receivedAt",
                        "host",
                        "method",
                        "path",
                        "query",
                        "contentType",
                        "size",
                        "remoteAddress",
                        "durability",
                        "state",
                        "reason",
                        "route",
                        "generation",
                        "sender",
                        "replayOf",
                        "deliveries");
        assertThat(listed.path("receivedAt").asString()).isEqualTo("2026-11-23T09:30:00.123Z");
        assertThat(listed.path("deliveries").path(0).propertyNames())
                .containsExactly("id", "rule", "action", "type", "destination", "state", "reason", "nextAttemptAt");
    }

    @Test
    void whatNoRouteDecidedHasNoGeneration() {
        // given
        var entry = new Entry(callback(bytes("")), null, CallbackState.UNROUTED, "no route", null, 0, null, List.of());

        // when
        var listed = json.listed(entry);

        // then
        assertThat(listed.path("generation").isNull()).isTrue();
        assertThat(listed.path("route").isNull()).isTrue();
    }

    @Test
    void anAttemptThatPassedTheBytesOnShowsThem() {
        // given
        var attempt = attempt(null, "POST", 200, bytes("ok"));

        // when
        var shown = json.whole(whole(callback(bytes("승인")), attempt)).at("/deliveries/0/attempts/0");

        // then
        assertThat(shown).hasToString("""
                {"number":1,"at":"2026-11-23T09:30:01Z","connectMillis":null,"firstByteMillis":5,"totalMillis":7,\
                "request":{"method":"POST","url":"https://erp.example.com/hooks","headers":[["X-A","1"]],"body":"승인","truncated":false},\
                "response":{"status":200,"headers":[["X-B","2"]],"body":"ok","truncated":false},"error":null}""");
    }

    @Test
    void anAttemptWithoutRequestOrAnswerShowsNull() {
        // when
        var shown = json.whole(whole(callback(bytes("")), attempt(null, null, null, null)))
                .at("/deliveries/0/attempts/0");

        // then
        assertThat(shown.path("request").isNull()).isTrue();
        assertThat(shown.path("response").isNull()).isTrue();
    }

    @Test
    void bytesThatAreNoTextAreShownInBase64() {
        // given
        var binary = new byte[] {(byte) 0xff, 0x00};

        // when
        var shown = json.whole(whole(callback(binary), attempt(binary, "POST", 200, binary)));

        // then
        assertThat(shown.path("bodyBase64").asString()).isEqualTo("/wA=");
        assertThat(shown.has("body")).isFalse();
        assertThat(shown.at("/deliveries/0/attempts/0/request/bodyBase64").asString())
                .isEqualTo("/wA=");
        assertThat(shown.at("/deliveries/0/attempts/0/response/bodyBase64").asString())
                .isEqualTo("/wA=");
    }

    @Test
    void aLongBodyIsCutBetweenCharacters() {
        // given
        var body = bytes("a" + "승".repeat(30_000));

        // when
        var shown = json.whole(whole(callback(body)));

        // then
        assertThat(shown.path("bodyTruncated").asBoolean()).isTrue();
        assertThat(shown.path("body").asString()).isEqualTo("a" + "승".repeat((Bytes.MAX_SHOWN - 1) / 3));
    }

    @Test
    void aBodyOf64KiBIsShownWhole() {
        // given
        var body = bytes("a".repeat(Bytes.MAX_SHOWN));

        // when
        var shown = json.whole(whole(callback(body)));

        // then
        assertThat(shown.path("bodyTruncated").asBoolean()).isFalse();
        assertThat(shown.path("body").asString()).hasSize(Bytes.MAX_SHOWN);
    }

    @Test
    void aBodyThatWasTooLargeToKeepIsSaidToBeMissing() {
        // given
        var callback = new Callback(
                ID, "POST", "h", "/", null, List.of(), new byte[0], 5_000_000, "::1", Durability.JOURNAL, null);

        // when
        var shown = json.whole(whole(callback));

        // then
        assertThat(shown.path("bodyTruncated").asBoolean()).isTrue();
        assertThat(shown.path("size").asLong()).isEqualTo(5_000_000);
    }

    private static Whole whole(Callback callback, AttemptEntry... attempts) {
        return new Whole(
                entry(callback),
                callback,
                "{\"let\":{},\"senders\":[],\"rules\":[],\"problems\":[]}",
                List.of(),
                List.of(attempts));
    }

    private static Entry entry(Callback callback) {
        var delivery = new DeliveryEntry(
                DELIVERY,
                ID,
                "approvals",
                "erp",
                "Forward",
                "https://erp.example.com",
                DeliveryState.PENDING,
                null,
                null);
        return new Entry(callback, "text/plain", CallbackState.ROUTED, null, "a/b", 3, "shortcut", List.of(delivery));
    }

    private static Callback callback(byte[] body) {
        return new Callback(
                ID,
                "POST",
                "mingkyme.localhost",
                "/card",
                null,
                List.of(),
                body,
                body.length,
                "::1",
                Durability.JOURNAL,
                null);
    }

    private static AttemptEntry attempt(
            byte @Nullable [] sent, @Nullable String method, @Nullable Integer status, byte @Nullable [] answer) {
        return new AttemptEntry(
                DELIVERY,
                1,
                Instant.parse("2026-11-23T09:30:01Z"),
                null,
                5L,
                7L,
                method,
                method == null ? null : "https://erp.example.com/hooks",
                List.of(new Header("X-A", "1")),
                sent,
                status,
                List.of(new Header("X-B", "2")),
                answer,
                false,
                null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
