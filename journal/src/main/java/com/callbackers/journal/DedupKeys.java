package com.callbackers.journal;

import com.callbackers.journal.Decisions.Decided;
import com.callbackers.route.DedupClaim;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Finds out which callbacks repeat another one, and forgets what is too old to be repeated. */
public final class DedupKeys {

    private static final int FORGOTTEN_AT_ONCE = 10_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A callback whose key another one holds. */
    private record Repeat(UUID key, UUID callback, UUID first) {

        boolean loses(Decided decided, DedupClaim claim) {
            return key.equals(claim.key()) && callback.equals(decided.callback().id());
        }
    }

    private final DatabaseClient database;
    private final Clock clock;

    public DedupKeys(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    static boolean areAskedFor(List<Decided> decided) {
        return !decided.stream().allMatch(DedupKeys::claimsNothing);
    }

    private static boolean claimsNothing(Decided decided) {
        return decided.decision().claims().isEmpty();
    }

    /**
     * Within a transaction: what holds of the decisions once their keys are taken. A callback that was decided meanwhile
     * is left out: it must not hold a key by rules that did not act.
     */
    Mono<List<Decided>> take(List<Decided> decided) {
        return endWhenIdle()
                .then(open(decided))
                .map(open -> decided.stream()
                        .filter(one -> claimsNothing(one)
                                || open.contains(one.callback().id()))
                        .toList())
                .flatMap(left -> repeats(left).map(repeats -> without(repeats, left)));
    }

    /** Others wait for these keys: a worker that hangs in between must not keep them. */
    private Mono<Void> endWhenIdle() {
        return database.sql("set local idle_in_transaction_session_timeout = '5s'")
                .then();
    }

    /** Locked, always before any key is. */
    private Mono<Set<UUID>> open(List<Decided> decided) {
        var ids = decided.stream()
                .filter(one -> !claimsNothing(one))
                .map(one -> one.callback().id())
                .toList();
        var range = IdRange.of(ids);
        return database.sql("""
                        select id from callbacks
                        where id = any(:ids) and id between :low and :high and state = 'received'
                        order by id for update
                        """)
                .bind("ids", ids.toArray(UUID[]::new))
                .bind("low", range.low())
                .bind("high", range.high())
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toSet());
    }

    private Mono<List<Repeat>> repeats(List<Decided> decided) {
        return database.sql("select taken, repeat, first from take_dedup_keys(:claims::json, :now)")
                .bind("claims", claims(decided))
                .bind("now", clock.instant())
                .map(DedupKeys::repeat)
                .all()
                .collectList();
    }

    private static Repeat repeat(Readable row) {
        return new Repeat(
                CallbackRow.required(row, "taken", UUID.class),
                CallbackRow.required(row, "repeat", UUID.class),
                CallbackRow.required(row, "first", UUID.class));
    }

    private static String claims(List<Decided> all) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartArray();
            all.forEach(decided -> decided.decision().claims().forEach(claim -> claim(json, decided, claim)));
            json.writeEndArray();
        }
        return text.toString();
    }

    private static void claim(JsonGenerator json, Decided decided, DedupClaim claim) {
        json.writeStartObject();
        json.writeStringProperty("key", claim.key().toString());
        json.writeStringProperty("callback_id", decided.callback().id().toString());
        json.writeStringProperty("at", decided.callback().receivedAt().toString());
        json.writeStringProperty("span", claim.window().toString());
        json.writeEndObject();
    }

    private static List<Decided> without(List<Repeat> repeats, List<Decided> all) {
        return repeats.isEmpty()
                ? all
                : all.stream().map(decided -> without(repeats, decided)).toList();
    }

    private static Decided without(List<Repeat> repeats, Decided decided) {
        var decision = decided.decision();
        for (var claim : decided.decision().claims()) {
            for (var repeat : repeats) {
                if (repeat.loses(decided, claim)) {
                    decision = decision.asRepeat(claim, repeat.first());
                }
            }
        }
        return new Decided(decided.callback(), decision);
    }

    /** Deletes the keys whose window is over. */
    public Mono<Void> forgetPast() {
        return Mono.defer(this::forget)
                .repeat()
                .takeUntil(forgotten -> forgotten < FORGOTTEN_AT_ONCE)
                .then();
    }

    private Mono<Long> forget() {
        return database.sql("""
                        delete from dedup_keys where key in (
                          select key from dedup_keys where until <= :now limit %d for update skip locked
                        )
                        """.formatted(FORGOTTEN_AT_ONCE))
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated();
    }
}
