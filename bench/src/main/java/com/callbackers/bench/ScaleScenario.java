package com.callbackers.bench;

import com.callbackers.bench.house.House;
import com.callbackers.bench.house.Postgres;
import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Rendered;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Appender;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.Filter;
import com.callbackers.journal.Claim;
import com.callbackers.journal.Decisions;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.Deliveries.Made;
import com.callbackers.journal.Partitions;
import com.callbackers.journal.Sweep;
import com.callbackers.journal.Tenants;
import com.callbackers.route.Decision;
import com.callbackers.route.Decision.Planned;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the journal takes for the same with ten thousand callbacks in it, and with ten million; a week's, evenly. */
final class ScaleScenario {

    private static final int SMALL = 10_000;
    private static final int DAYS = 7;
    private static final int TENANTS = 100;
    /** Of the host that each has. */
    private static final String DOMAIN = ".localhost";
    /** A tenant with few callbacks among all the others. */
    private static final String RARE = "rare";

    private static final int RARELY = 100_000;
    private static final double FAILING = 0.001;
    private static final int BATCH = 128;
    private static final int CHUNK = 50_000;
    private static final int ROUNDS = 31;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final byte[] BODY =
            ("{\"text\": \"ok 1,200won " + "x".repeat(1_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
    private static final List<Header> HEADERS = List.of(
            new Header("Host", "tenant-1.localhost"),
            new Header("Content-Type", "application/json"),
            new Header("User-Agent", "bench/1"),
            new Header("Content-Length", Integer.toString(BODY.length)));

    private final Postgres postgres;
    private final ConnectionPool pool;
    private final Callbacks callbacks;
    private final Decisions decisions;
    private final Deliveries deliveries;
    private final int large;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private ScaleScenario(Postgres postgres, boolean quick) {
        this.postgres = postgres;
        this.pool = new ConnectionPool(
                ConnectionPoolConfiguration.builder(ConnectionFactories.get(postgres.r2dbcUrl() + "?forceBinary=true"))
                        .maxSize(4)
                        .build());
        this.callbacks = new Callbacks(pool);
        this.decisions = new Decisions(pool, Clock.systemUTC());
        this.deliveries = new Deliveries(pool, Clock.systemUTC());
        this.large = quick ? 1_000_000 : 10_000_000;
    }

    static Map<String, Object> run(boolean quick) throws IOException {
        try (var house = House.open()) {
            return new ScaleScenario(house.postgres(), quick).run();
        }
    }

    private Map<String, Object> run() {
        postgres.migrate();
        execute("select make_day(current_date - n) from generate_series(-1, %d) n".formatted(DAYS + 1));
        fill(0, SMALL);
        measure(); // warms up
        var small = measure();
        fill(SMALL, large);
        var much = measure();
        figures.put("callbacks", large);
        small.forEach((what, millis) -> {
            var later = much.getOrDefault(what, Double.NaN);
            figures.put(what, "%.2f ms, then %.2f ms".formatted(millis, later));
            figures.put(Bench.RATIO + "scale_" + what, Math.round(later / millis * 100) / 100.0);
        });
        bytes();
        retention();
        pool.dispose();
        return figures;
    }

    /** Medians by what is done. */
    private Map<String, Double> measure() {
        var all = filter(null, null);
        var host = filter("tenant-17.localhost", null);
        var tenant = tenant("tenant-17");
        var rare = tenant(RARE);
        var text = filter(null, "is nowhere");
        var since = Instant.now().minus(Duration.ofDays(1));
        var known = callbacks
                .list(host, 50, null)
                .blockOptional(PATIENCE)
                .orElseThrow()
                .items()
                .getLast()
                .callback()
                .id();
        var millis = new LinkedHashMap<String, Double>();
        millis.put("list", median(callbacks.list(all, 50, null)));
        millis.put("list_tenant", median(callbacks.list(tenant, 50, null)));
        millis.put("list_rare_tenant", median(callbacks.list(rare, 50, null)));
        millis.put("list_host", median(callbacks.list(host, 50, null)));
        millis.put("search_text", median(callbacks.list(text, 50, null)));
        millis.put("one", median(callbacks.find(known)));
        millis.put("senders", median(callbacks.callers(Tenants.ALL, null, since)));
        millis.put("volume", median(callbacks.volume(all, since, Instant.now())));
        var decide = new ArrayList<Double>();
        var record = new ArrayList<Double>();
        for (var round = 0; round < ROUNDS; round++) {
            var ids = arrived();
            var begin = System.nanoTime();
            var claims = decided(ids);
            var between = System.nanoTime();
            delivered(claims);
            decide.add((between - begin) / 1e6);
            record.add((System.nanoTime() - between) / 1e6);
        }
        millis.put("decide_" + BATCH, Median.of(decide.stream()));
        millis.put("record_" + BATCH, Median.of(record.stream()));
        return millis;
    }

    private static Filter filter(@Nullable String host, @Nullable String text) {
        return new Filter(Tenants.ALL, host, null, null, null, null, text, null, null);
    }

    private static Filter tenant(String namespace) {
        return new Filter(
                new Tenants.Some(Set.of(namespace), Set.of(namespace + DOMAIN)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static double median(Mono<?> work) {
        return Median.of(IntStream.range(0, ROUNDS).mapToObj(round -> {
            var begin = System.nanoTime();
            work.block(PATIENCE);
            return (System.nanoTime() - begin) / 1e6;
        }));
    }

    /** Of all tenants, as those that were there before. */
    private List<UUID> arrived() {
        try (var appender = new Appender(pool, ids -> {}, Appender.Settings.DEFAULT)) {
            var some =
                    IntStream.range(0, BATCH).mapToObj(ScaleScenario::callback).toList();
            Flux.fromIterable(some)
                    .flatMap(callback -> appender.append(new Arrival(callback, null)), BATCH)
                    .blockLast(PATIENCE);
            return some.stream().map(Callback::id).toList();
        }
    }

    private static Callback callback(int number) {
        return new Callback(
                CallbackId.next(),
                "POST",
                "tenant-" + number % TENANTS + DOMAIN,
                "/card",
                null,
                HEADERS,
                BODY,
                BODY.length,
                "192.0.2.1",
                Durability.JOURNAL,
                null);
    }

    private List<Claim> decided(List<UUID> ids) {
        return decisions
                .undecided(ids)
                .map(found -> found.stream()
                        .map(callback -> new Decided(callback, decision(callback.host())))
                        .toList())
                .flatMap(decided -> decisions.record(decided, BATCH, PATIENCE))
                .blockOptional(PATIENCE)
                .orElseThrow()
                .claims();
    }

    private static Decision decision(String host) {
        return new Decision(
                CallbackState.ROUTED,
                null,
                host.substring(0, host.length() - DOMAIN.length()) + "/route",
                1,
                "phone",
                Map.of(),
                List.of(),
                List.of(new Decision.Trace("all", true, "")),
                List.of(),
                List.of(new Planned("all", "sink", "Forward", "sink", Rendered.PASS_THROUGH, null, null)));
    }

    private void delivered(List<Claim> claims) {
        var sent = new Attempt.Sent("POST", "http://127.0.0.1:9/", HEADERS, null);
        var answer = new Outcome.Answered(200, List.of(), new byte[0], false, new Timings(1L, 2L, 3));
        deliveries
                .record(claims.stream()
                        .map(claim -> new Made(
                                claim, new Attempt(claim.attempt(), Instant.now(), sent, answer), new Verdict.Done()))
                        .toList())
                .block(PATIENCE);
    }

    /** On as many connections as there are cores, each some days of its own. */
    private void fill(int from, int until) {
        var begin = System.nanoTime();
        var cores = Runtime.getRuntime().availableProcessors();
        try (var workers = Executors.newFixedThreadPool(cores)) {
            IntStream.range(0, cores)
                    .mapToObj(core -> CompletableFuture.runAsync(
                            () -> inOrder(
                                    from + (int) ((until - from) * (long) core / cores),
                                    from + (int) ((until - from) * (core + 1L) / cores),
                                    until),
                            workers))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
        new Sweep(pool, Clock.systemUTC()).sumCalls().block(PATIENCE);
        execute("""
                insert into failing (delivery, exhausted, host, route, sender, caller)
                select d.id, true, c.host, c.route, c.sender, c.caller
                from deliveries d join callbacks c on c.id = d.callback_id
                where d.state = 'exhausted'
                on conflict (delivery) do nothing
                """);
        execute("vacuum analyze callbacks, deliveries, attempts, calls, calls_by_hour, failing");
        postgres.settle();
        System.err.printf(
                "%,d callbacks after %d s%n",
                until, Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    }

    /** As they would arrive: indexes grow by it as they do then. */
    private void inOrder(int from, int until, int all) {
        for (var at = from; at < until; at += CHUNK) {
            fill(at, Math.min(at + CHUNK, until), all);
        }
    }

    private void fill(int from, int until, int all) {
        execute("""
                with arrived as (
                  insert into callbacks (id, state, queued, method, host, path, remote_address, headers, body, route,
                    generation, sender, decision)
                  select make_id((extract(epoch from now() - interval '%d days') * 1000)::bigint + i * %d::bigint / %d),
                    'routed', false, 'POST', 'tenant-' || i %% %d || '.localhost', '/card', '192.0.2.1',
                    decode('%s', 'hex'), decode('%s', 'hex'),
                    case when i %% %d = 0 then '%s' else 'tenant-' || i %% %d end || '/route', 1, 'phone',
                    '{"let":{},"senders":[],"rules":[{"name":"all","fits":true,"why":""}],"problems":[]}'
                  from generate_series(%d, %d) i
                  returning *
                ), counted as (
                  insert into calls (hour, host, route, sender, callbacks, first, last)
                  select id_hour(id), host, route, sender, count(*), min(id::text)::uuid, max(id::text)::uuid
                  from arrived group by 1, 2, 3, 4
                ), planned as (
                  insert into deliveries (id, callback_id, attempts, state, position, rule, action, type, destination)
                  select (left(id::text, 14) || '8' || substr(gen_random_uuid()::text, 16))::uuid, id, 1,
                    (case when random() < %s then 'exhausted' else 'delivered' end)::delivery_state, 0, 'all', 'sink',
                    'Forward', 'sink'
                  from arrived
                  returning id
                )
                insert into attempts (delivery_id, at, number, status, connect_millis, first_byte_millis, total_millis,
                  method, url, sent_headers, headers, body)
                select id, now(), 1, 200, 1, 2, 3, 'POST', 'http://127.0.0.1:9/', decode('%s', 'hex'), '', ''
                from planned
                """.formatted(
                        DAYS,
                        Duration.ofDays(DAYS).toMillis(),
                        all,
                        TENANTS,
                        hex(headers()),
                        hex(BODY),
                        RARELY,
                        RARE,
                        TENANTS,
                        from,
                        until - 1,
                        FAILING,
                        hex(headers())));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] headers() {
        var text = new StringBuilder();
        HEADERS.forEach(header -> text.append(header.name())
                .append('\u00fe')
                .append(header.value())
                .append('\u00ff'));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void bytes() {
        var own = number(
                "select avg(octet_length(headers) + octet_length(body) + length(host) + length(path)) from callbacks");
        figures.put("bytesOfARequest", Math.round(own));
        for (var table : List.of("callbacks", "deliveries", "attempts")) {
            figures.put("bytesIn_" + table, Math.round(number("""
                            select sum(pg_total_relation_size(c.oid)) / (select count(*) from callbacks)
                            from pg_class c where c.relname ~ '^%s_' and c.relkind = 'r'
                            """.formatted(table))));
        }
    }

    /** The longest that an arrival takes while a day is dropped. */
    private void retention() {
        var partitions = new Partitions(pool, Clock.systemUTC());
        var dropped = partitions
                .dropBefore(LocalDate.now(ZoneOffset.UTC).minusDays(DAYS - 2))
                .toFuture();
        var longest = 0L;
        var begin = System.nanoTime();
        do {
            var before = System.nanoTime();
            arrived();
            longest = Math.max(longest, System.nanoTime() - before);
        } while (!dropped.isDone());
        figures.put("daysDropped", dropped.join());
        figures.put("dropMillis", (System.nanoTime() - begin) / 1_000_000);
        figures.put("longestArrivalMeanwhileMillis", longest / 1_000_000);
    }

    private void execute(String sql) {
        try (var connection = postgres.connect()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private double number(String sql) {
        try (var connection = postgres.connect();
                var found = connection.createStatement().executeQuery(sql)) {
            found.next();
            return found.getDouble(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
