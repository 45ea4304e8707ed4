package com.callbackers.journal;

import com.callbackers.delivery.Attempt.Sent;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Deliveries.Made;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Attempts and verdicts as one statement takes them. */
final class MadeJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private MadeJson() {}

    static String of(List<Made> all) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (var made : all) {
                json.writeStartObject();
                json.writeStringProperty("delivery_id", made.claim().delivery().toString());
                json.writeStringProperty("lease", made.claim().lease().toString());
                if (made.claim().route() != null) {
                    json.writeStringProperty("route", made.claim().route());
                }
                json.writeNumberProperty("number", made.claim().attempt());
                json.writeStringProperty("at", made.attempt().at().toString());
                sent(json, made.attempt().sent());
                outcome(json, made.attempt().outcome());
                verdict(json, made.verdict());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.toString();
    }

    private static void sent(JsonGenerator json, Sent sent) {
        text(json, "method", sent.method());
        text(json, "url", sent.url());
        bytes(json, "sent_headers", HeaderBytes.of(sent.headers()));
        bytes(json, "sent_body", sent.body());
    }

    private static void outcome(JsonGenerator json, Outcome outcome) {
        timings(json, outcome.timings());
        switch (outcome) {
            case Outcome.Answered answered -> {
                json.writeNumberProperty("status", answered.status());
                bytes(json, "headers", HeaderBytes.of(answered.headers()));
                bytes(json, "body", answered.body());
                json.writeBooleanProperty("truncated", answered.truncated());
            }
            case Outcome.Unreachable unreachable -> text(json, "error", unreachable.error());
            case Outcome.TimedOut timedOut -> text(json, "error", timedOut.error());
            case Outcome.Forbidden forbidden -> text(json, "error", forbidden.error());
        }
    }

    private static void timings(JsonGenerator json, Timings timings) {
        millis(json, "connect_millis", timings.connectMillis());
        millis(json, "first_byte_millis", timings.firstByteMillis());
        millis(json, "total_millis", timings.totalMillis());
    }

    private static void verdict(JsonGenerator json, Verdict verdict) {
        switch (verdict) {
            case Verdict.Done done -> json.writeStringProperty("state", "delivered");
            case Verdict.RetryAt retry -> {
                json.writeStringProperty("state", "retrying");
                text(json, "reason", retry.reason());
                json.writeStringProperty("next_attempt_at", retry.at().toString());
            }
            case Verdict.GiveUp giveUp -> {
                json.writeStringProperty("state", "exhausted");
                text(json, "reason", giveUp.reason());
            }
        }
    }

    private static void text(JsonGenerator json, String name, String value) {
        json.writeStringProperty(name, Storable.text(value));
    }

    private static void bytes(JsonGenerator json, String name, byte @Nullable [] value) {
        if (value != null) {
            json.writeName(name);
            json.writeBinary(value);
        }
    }

    private static void millis(JsonGenerator json, String name, @Nullable Long value) {
        if (value != null) {
            json.writeNumberProperty(name, Math.min(value, Integer.MAX_VALUE));
        }
    }
}
