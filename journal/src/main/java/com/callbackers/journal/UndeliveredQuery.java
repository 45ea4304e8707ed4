package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import com.callbackers.delivery.DeliveryState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked for and nothing else, so that each combination can use its index. */
final class UndeliveredQuery {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    static UndeliveredQuery of(Undelivered.Filter filter) {
        var query = new UndeliveredQuery();
        query.conditions.add(state(filter.state()));
        query.conditions.add(filter.tenants().condition());
        query.values.putAll(filter.tenants().values());
        query.add("c.host = :host", "host", filter.host());
        query.add("c.route = :route", "route", filter.route());
        query.add("d.destination = :destination", "destination", filter.destination());
        query.add("d.id >= :since", "since", filter.since() == null ? null : CallbackId.floor(filter.since()));
        query.add("d.id < :until", "until", filter.until() == null ? null : CallbackId.floor(filter.until()));
        return query;
    }

    /** In the words of the partial indexes. */
    private static String state(@Nullable DeliveryState state) {
        if (state == null) {
            return "d.state in ('exhausted', 'retrying', 'waiting')";
        }
        return state.open()
                ? "d.due_at is not null and d.state = '" + state.label() + "'"
                : "d.state = '" + state.label() + "'";
    }

    void add(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    Map<String, Object> values() {
        return values;
    }

    String conditions() {
        return String.join(" and ", conditions);
    }
}
