package com.callbackers.journal;

import com.callbackers.journal.Decisions.Decided;
import com.callbackers.route.Decision;
import com.callbackers.route.Decision.Planned;
import com.callbackers.route.Decision.Trace;
import com.callbackers.route.Sender;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Decisions as one statement takes them, and as one is kept with its callback. */
final class DecidedJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private DecidedJson() {}

    static String callbacks(List<Decided> all) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartArray();
            all.forEach(decided -> callback(json, decided));
            json.writeEndArray();
        }
        return text.toString();
    }

    private static void callback(JsonGenerator json, Decided decided) {
        var decision = decided.decision();
        json.writeStartObject();
        json.writeStringProperty("id", decided.callback().id().toString());
        json.writeStringProperty("state", decision.state().label());
        text(json, "reason", decision.reason());
        text(json, "route", decision.route());
        text(json, "sender", decision.sender());
        text(json, "caller", known(decision.sender()) ? null : Fingerprint.of(decided.callback()));
        if (decision.route() != null) {
            json.writeNumberProperty("generation", decision.generation());
        }
        // as text: as JSON within JSON its escapes would be undone, and a NUL refused
        json.writeStringProperty("decision", decision(decision));
        json.writeEndObject();
    }

    private static boolean known(@Nullable String sender) {
        return sender != null && !sender.equals(Sender.UNKNOWN);
    }

    static String deliveries(List<NewDelivery> all) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartArray();
            all.forEach(delivery -> delivery(json, delivery));
            json.writeEndArray();
        }
        return text.toString();
    }

    private static void delivery(JsonGenerator json, NewDelivery delivery) {
        var planned = delivery.planned();
        json.writeStartObject();
        json.writeStringProperty("id", delivery.id().toString());
        json.writeStringProperty(
                "callback_id", delivery.decided().callback().id().toString());
        json.writeNumberProperty("position", delivery.position());
        if (delivery.lease() != null) {
            json.writeStringProperty("lease", delivery.lease().toString());
        }
        text(json, "rule", planned.rule());
        text(json, "action", planned.action());
        text(json, "type", planned.type());
        text(json, "destination", planned.destination());
        if (planned.orderKey() != null) {
            json.writeStringProperty(
                    "ordering",
                    ordering(delivery.decided().decision(), planned, planned.orderKey())
                            .toString());
        }
        rendered(json, planned);
        json.writeStringProperty("ad_hoc", planned.adHoc());
        json.writeEndObject();
    }

    private static void rendered(JsonGenerator json, Planned planned) {
        var rendered = planned.rendered();
        if (!rendered.headers().isEmpty()) {
            json.writeName("headers");
            json.writeBinary(HeaderBytes.of(rendered.headers()));
        }
        if (rendered.body() != null) {
            json.writeName("body");
            json.writeBinary(rendered.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Of a fixed size: an index holds it, and nobody bounds what orderBy gives. */
    private static UUID ordering(Decision decision, Planned planned, String key) {
        var whole = String.join("\n", String.valueOf(decision.route()), planned.rule(), planned.action(), key);
        try {
            var hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String decision(Decision decision) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("let");
            decision.let().forEach((name, value) -> {
                json.writeName(name);
                json.writeRawValue(value);
            });
            json.writeEndObject();
            traces(json, "senders", decision.senders());
            traces(json, "rules", decision.rules());
            json.writeArrayPropertyStart("problems");
            decision.problems().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void traces(JsonGenerator json, String name, List<Trace> traces) {
        json.writeArrayPropertyStart(name);
        for (var trace : traces) {
            json.writeStartObject();
            json.writeStringProperty("name", trace.name());
            json.writeBooleanProperty("fits", trace.fits());
            json.writeStringProperty("why", trace.why());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        json.writeStringProperty(name, Storable.optional(value));
    }
}
