package com.callbackers.journal;

import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Header;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Callbacks.AttemptEntry;
import com.callbackers.journal.Callbacks.DeliveryEntry;
import com.callbackers.journal.Callbacks.Entry;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is shown of callbacks, deliveries and attempts, as it is read. */
final class EntryRow {

    /** Beside the columns of the callback itself. */
    static final String ENTRY = "c.state::text as state, c.reason, c.route, c.generation, c.sender";

    static final String DELIVERY = """
            d.id as delivery_id, d.callback_id, d.position, d.rule, d.action, d.type, d.destination,
            d.state::text as delivery_state, d.reason as delivery_reason, d.next_attempt_at
            """;

    /** A row as read from a callback that may be joined with one of its deliveries. */
    record Joined(Entry entry, Optional<DeliveryEntry> delivery) {}

    private EntryRow() {}

    static Joined joined(Readable row) {
        return new Joined(
                entry(row), row.get("delivery_id", UUID.class) == null ? Optional.empty() : Optional.of(delivery(row)));
    }

    static Entry entry(Readable row) {
        var generation = row.get("generation", Long.class);
        return new Entry(
                CallbackRow.withoutHeadersAndBody(row),
                CallbackRow.headers(row).stream()
                        .filter(header -> header.is("content-type"))
                        .map(Header::value)
                        .findFirst()
                        .orElse(null),
                CallbackState.of(CallbackRow.required(row, "state", String.class)),
                row.get("reason", String.class),
                row.get("route", String.class),
                generation == null ? 0 : generation,
                row.get("sender", String.class),
                List.of());
    }

    static DeliveryEntry delivery(Readable row) {
        return new DeliveryEntry(
                CallbackRow.required(row, "delivery_id", UUID.class),
                CallbackRow.required(row, "callback_id", UUID.class),
                CallbackRow.required(row, "rule", String.class),
                CallbackRow.required(row, "action", String.class),
                CallbackRow.required(row, "type", String.class),
                CallbackRow.required(row, "destination", String.class),
                DeliveryState.of(CallbackRow.required(row, "delivery_state", String.class)),
                row.get("delivery_reason", String.class),
                row.get("next_attempt_at", Instant.class));
    }

    /** One entry a callback, with its deliveries. */
    static List<Entry> entries(List<Joined> rows) {
        var entries = new LinkedHashMap<UUID, Entry>();
        var deliveries = new LinkedHashMap<UUID, List<DeliveryEntry>>();
        for (var row : rows) {
            var id = row.entry().callback().id();
            entries.putIfAbsent(id, row.entry());
            row.delivery().ifPresent(d -> deliveries
                    .computeIfAbsent(id, any -> new ArrayList<>())
                    .add(d));
        }
        return entries.entrySet().stream()
                .map(e -> with(e.getValue(), deliveries.getOrDefault(e.getKey(), List.of())))
                .toList();
    }

    static Entry with(Entry entry, List<DeliveryEntry> deliveries) {
        return new Entry(
                entry.callback(),
                entry.contentType(),
                entry.state(),
                entry.reason(),
                entry.route(),
                entry.generation(),
                entry.sender(),
                deliveries);
    }

    static AttemptEntry attempt(Readable row) {
        return new AttemptEntry(
                CallbackRow.required(row, "delivery_id", UUID.class),
                CallbackRow.required(row, "number", Integer.class),
                CallbackRow.required(row, "at", Instant.class),
                row.get("connect_millis", Long.class),
                row.get("first_byte_millis", Long.class),
                row.get("total_millis", Long.class),
                row.get("method", String.class),
                row.get("url", String.class),
                HeaderBytes.headers(row.get("sent_headers", byte[].class)),
                row.get("sent_body", byte[].class),
                row.get("status", Integer.class),
                HeaderBytes.headers(row.get("headers", byte[].class)),
                row.get("body", byte[].class),
                CallbackRow.required(row, "truncated", Boolean.class),
                row.get("error", String.class));
    }
}
