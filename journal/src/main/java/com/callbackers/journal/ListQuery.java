package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.journal.Callbacks.Filter;
import com.callbackers.route.Sender;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/**
 * The SQL of a list: only what is asked for is in it, so that each combination can use its index. What no index helps to
 * find is looked for among so many rows, and a page may end there.
 */
final class ListQuery {

    /** As much as a page can wait for, however much there is. */
    private static final int LOOKED_THROUGH = 10_000;

    private final List<String> conditions = new ArrayList<>();
    private final List<String> withoutIndex = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    private ListQuery() {}

    static ListQuery of(Filter filter, @Nullable UUID cursor) {
        var query = new ListQuery();
        query.conditions.add(filter.tenants().condition());
        query.values.putAll(filter.tenants().values());
        query.add("c.host = :host", "host", filter.host());
        query.add("c.route = :route", "route", filter.route());
        query.sender(filter.sender());
        query.add(
                "c.state = :state::callback_state",
                "state",
                filter.state() == null ? null : filter.state().label());
        if (filter.state() == CallbackState.RECEIVED) {
            query.conditions.add("c.due_at is not null");
        }
        query.status(filter.status());
        query.add("c.id >= :since", "since", filter.since() == null ? null : CallbackId.floor(filter.since()));
        query.add("c.id < :until", "until", filter.until() == null ? null : CallbackId.floor(filter.until()));
        query.add("c.id < :cursor", "cursor", cursor);
        query.text(filter.q());
        return query;
    }

    /** Callbacks without a route have no sender; to those who ask, theirs is unknown too. */
    private void sender(@Nullable String sender) {
        if (Sender.UNKNOWN.equals(sender)) {
            conditions.add("(c.sender = 'unknown' or (c.sender is null and c.state <> 'received'))");
        } else {
            add("c.sender = :sender", "sender", sender);
        }
    }

    private void status(@Nullable Integer status) {
        if (status != null) {
            withoutIndex.add("""
                    exists (
                      select 1 from deliveries d join attempts a on a.delivery_id = d.id
                      where d.id between id_floor(c.id) and id_ceiling(c.id) and d.callback_id = c.id
                        and a.delivery_id between id_floor(c.id) and id_ceiling(c.id) and a.status = :status
                    )
                    """);
            values.put("status", status);
        }
    }

    private void text(@Nullable String q) {
        if (q != null && !q.isEmpty()) {
            withoutIndex.add("""
                    (strpos(searchable(convert_to(c.path, 'UTF8')), searchable(:q)) > 0
                     or strpos(searchable(convert_to(c.query, 'UTF8')), searchable(:q)) > 0
                     or strpos(replace(searchable(c.headers), chr(254), ': '), searchable(:q)) > 0
                     or strpos(searchable(c.body), searchable(:q)) > 0)
                    """);
            values.put("q", q.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void add(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    String conditions() {
        return Stream.concat(conditions.stream(), withoutIndex.stream()).collect(Collectors.joining(" and "));
    }

    Map<String, Object> values() {
        return values;
    }

    /** Where a page ended that was looked for in vain; nothing when it came to the end of all. */
    Mono<UUID> lookedThrough(DatabaseClient database) {
        if (withoutIndex.isEmpty()) {
            return Mono.empty();
        }
        var values = new HashMap<>(this.values);
        values.keySet().removeAll(Set.of("q", "status"));
        return database.sql("select c.id from callbacks c where %s order by c.id desc offset %d limit 1"
                        .formatted(String.join(" and ", conditions), LOOKED_THROUGH - 1))
                .bindValues(values)
                .mapValue(UUID.class)
                .one();
    }

    private String source() {
        var indexed = String.join(" and ", conditions);
        return withoutIndex.isEmpty()
                ? "callbacks c where " + indexed
                : "(select c.* from callbacks c where %s order by c.id desc limit %d) c where %s"
                        .formatted(indexed, LOOKED_THROUGH, String.join(" and ", withoutIndex));
    }

    /**
     * One more than the limit, to know whether there is a next page; a row for each delivery. By {@code offset 0} Postgres
     * looks up the deliveries of each callback, where it would join them with all there are.
     */
    GenericExecuteSpec on(DatabaseClient database, int limit) {
        return database.sql(
                        """
                        with page as (
                          select c.* from %s order by c.id desc limit %d
                        )
                        select %s, %s, d.*
                        from page c
                        left join lateral (
                          select %s from deliveries d
                          where d.id between id_floor(c.id) and id_ceiling(c.id) and d.callback_id = c.id
                          offset 0
                        ) d on true
                        order by c.id desc, d.position
                        """.formatted(source(), limit + 1, CallbackRow.WITHOUT_BODY, EntryRow.ENTRY, EntryRow.DELIVERY))
                .bindValues(values);
    }
}
