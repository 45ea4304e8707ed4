package com.callbackers.bench;

import com.callbackers.bench.house.Database;
import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.DeliveryState;
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
import com.callbackers.journal.Decisions.Recorded;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.Deliveries.Made;
import com.callbackers.journal.Partitions;
import com.callbackers.journal.Sweep;
import com.callbackers.journal.Tenants;
import com.callbackers.journal.Traffic;
import com.callbackers.journal.Undelivered;
import com.callbackers.route.Decision;
import com.callbackers.route.Decision.Planned;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

/** A journal with a week's callbacks, evenly, of a hundred tenants, and what console and worker do with it. */
final class FilledJournal implements AutoCloseable {

    /** As many as the journal has at least. */
    static final int FEWEST = 10_000;

    static final int BATCH = 128;
    private static final int DAYS = 7;
    private static final int TENANTS = 100;
    /** Of the host that each has. */
    private static final String DOMAIN = ".localhost";

    private static final String ONE = "tenant-17";
    /** A tenant with ten callbacks, which are among the first. */
    private static final String RARE = "rare";

    private static final int RARELY = 1_000;
    private static final double FAILING = 0.001;
    private static final int CHUNK = 50_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final byte[] BODY =
            ("{\"text\": \"ok 1,200won " + "x".repeat(1_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
    private static final List<Header> HEADERS = List.of(
            new Header("Host", "tenant-1.localhost"),
            new Header("Content-Type", "application/json"),
            new Header("User-Agent", "bench/1"),
            new Header("Content-Length", Integer.toString(BODY.length)));

    private final Database database;
    private final ConnectionPool pool;
    private final Callbacks callbacks;
    private final Decisions decisions;
    private final Deliveries deliveries;
    private final Undelivered undelivered;
    private final Traffic traffic;

    /** @param database that is empty */
    FilledJournal(Database database) {
        this.database = database;
        this.pool = new ConnectionPool(
                ConnectionPoolConfiguration.builder(ConnectionFactories.get(database.r2dbcUrl() + "?forceBinary=true"))
                        .maxSize(4)
                        .build());
        this.callbacks = new Callbacks(pool);
        this.decisions = new Decisions(pool, Clock.systemUTC());
        this.deliveries = new Deliveries(pool, Clock.systemUTC());
        this.undelivered = new Undelivered(pool);
        this.traffic = new Traffic(pool);
        database.migrate();
        database.execute("select make_day(current_date - n) from generate_series(-1, %d) n".formatted(DAYS + 1));
    }

    /** Once it holds as many. */
    void fill(int count) {
        add(0, FEWEST);
        failOnceADay();
        add(FEWEST, count);
        database.execute("""
                insert into answered (hour, route, destination, delivered, last)
                select id_hour(d.id), c.route, d.destination, count(*) filter (where d.state = 'delivered'), max(d.id::text)::uuid
                from deliveries d join callbacks c on c.id = d.callback_id
                group by 1, 2, 3
                """);
        new Sweep(pool, Clock.systemUTC()).sumUp().block(PATIENCE);
        database.execute("""
                insert into failing (delivery, callback, exhausted, host, route, sender, caller)
                select d.id, c.id, true, c.host, c.route, c.sender, c.caller
                from deliveries d join callbacks c on c.id = d.callback_id
                where d.state = 'exhausted'
                on conflict (delivery) do nothing
                """);
        database.execute(
                "vacuum analyze callbacks, deliveries, attempts, calls, calls_by_hour, answered, answered_by_hour, failing");
    }

    /** What came last of each tenant: however many there are, the console has an error to tell of each. */
    private void failOnceADay() {
        database.execute("""
                update deliveries set state = 'exhausted' where id in (
                  select distinct on (c.host, date_trunc('day', id_hour(c.id))) d.id
                  from callbacks c join deliveries d on d.callback_id = c.id
                  order by c.host, date_trunc('day', id_hour(c.id)), c.id desc
                )
                """);
    }

    /** On as many connections as there are cores, each some days of its own. */
    private void add(int from, int until) {
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
    }

    /** As they would arrive: indexes grow by it as they do then. */
    private void inOrder(int from, int until, int all) {
        for (var at = from; at < until; at += CHUNK) {
            fill(at, Math.min(at + CHUNK, until), all);
        }
    }

    private void fill(int from, int until, int all) {
        database.execute("""
                with arrived as (
                  insert into callbacks (id, state, queued, method, host, path, remote_address, headers, body, route,
                    generation, sender, decision)
                  select make_id((extract(epoch from now() - interval '%d days') * 1000)::bigint + i * %d::bigint / %d),
                    'routed', false, 'POST', 'tenant-' || i %% %d || '.localhost', '/card', '192.0.2.1',
                    decode('%s', 'hex'), decode('%s', 'hex'),
                    case when i < %d and i %% %d = 0 then '%s' else 'tenant-' || i %% %d end || '/route', 1, 'phone',
                    '{"let":{},"senders":[],"rules":[{"name":"all","fits":true,"why":""}],"problems":[]}'
                  from generate_series(%d, %d) i
                  returning *
                ), counted as (
                  insert into calls (hour, host, route, sender, callbacks, acted, first, last)
                  select id_hour(id), host, route, sender, count(*), count(*), min(id::text)::uuid, max(id::text)::uuid
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
                        FEWEST,
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

    /** Something that is asked of it. */
    record Question(String name, Mono<?> work) {

        /** Until it is answered. */
        double millis() {
            var begin = System.nanoTime();
            work.block(PATIENCE);
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    /** What the console asks. */
    List<Question> questions() {
        var all = filter(null, null);
        var host = filter(ONE + DOMAIN, null);
        var since = Instant.now().minus(Duration.ofDays(1));
        var known = callbacks
                .list(host, 50, null)
                .blockOptional(PATIENCE)
                .orElseThrow()
                .items()
                .getLast()
                .callback()
                .id();
        return List.of(
                new Question("list", callbacks.list(all, 50, null)),
                new Question("list_tenant", callbacks.list(tenant(ONE), 50, null)),
                new Question("list_rare_tenant", callbacks.list(tenant(RARE), 50, null)),
                new Question("list_host", callbacks.list(host, 50, null)),
                new Question("search_text", callbacks.list(filter(null, "is nowhere"), 50, null)),
                new Question("one", callbacks.find(known)),
                new Question("undelivered", undelivered.list(exhausted(), 50, null)),
                new Question("routes", traffic.routes(Tenants.ALL, since)),
                new Question("rules", traffic.rules(ONE + "/route")),
                new Question("destinations", traffic.destinations(Tenants.ALL, since)),
                new Question("answers", traffic.answers(Tenants.ALL, ONE + "/sink", since, 50)),
                new Question("senders", callbacks.callers(Tenants.ALL, null, since)),
                new Question("volume", callbacks.volume(all, since, Instant.now())));
    }

    private static Filter filter(@Nullable String host, @Nullable String text) {
        return new Filter(Tenants.ALL, host, null, null, null, null, text, null, null);
    }

    private static Undelivered.Filter exhausted() {
        return new Undelivered.Filter(Tenants.ALL, null, null, null, DeliveryState.EXHAUSTED, null, null);
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

    /** Some more, of all tenants, as those that were there before. */
    List<UUID> arrive() {
        try (var appender = new Appender(pool, ids -> {}, Appender.Settings.DEFAULT)) {
            var some =
                    IntStream.range(0, BATCH).mapToObj(FilledJournal::callback).toList();
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

    /** @param hands how many of their deliveries are held then */
    Recorded decide(List<UUID> ids, int hands) {
        return decisions
                .undecided(ids)
                .map(found -> found.stream()
                        .map(callback -> new Decided(callback, decision(callback.host())))
                        .toList())
                .flatMap(decided -> decisions.record(decided, hands, PATIENCE))
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    List<Claim> claim(List<UUID> those) {
        return deliveries.claim(those, PATIENCE).blockOptional(PATIENCE).orElseThrow();
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

    /** With the answer to each; what may go now that waited behind them. */
    List<UUID> record(List<Claim> claims) {
        var sent = new Attempt.Sent("POST", "http://127.0.0.1:9/", HEADERS, null);
        var answer = new Outcome.Answered(200, List.of(), new byte[0], false, new Timings(1L, 2L, 3));
        return deliveries
                .record(claims.stream()
                        .map(claim -> new Made(
                                claim, new Attempt(claim.attempt(), Instant.now(), sent, answer), new Verdict.Done()))
                        .toList())
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    /** What a callback takes, and what of it the request itself. */
    Map<String, Long> bytes() {
        var bytes = new LinkedHashMap<String, Long>();
        var own = database.number(
                "select avg(octet_length(headers) + octet_length(body) + length(host) + length(path)) from callbacks");
        bytes.put("bytesOfARequest", Math.round(own));
        for (var table : List.of("callbacks", "deliveries", "attempts")) {
            bytes.put("bytesIn_" + table, Math.round(database.number("""
                            select sum(pg_total_relation_size(c.oid)) / (select count(*) from callbacks)
                            from pg_class c where c.relname ~ '^%s_' and c.relkind = 'r'
                            """.formatted(table))));
        }
        return bytes;
    }

    /** Drops all but the last days, and tells how many went. */
    CompletableFuture<Integer> drop() {
        return new Partitions(pool, Clock.systemUTC())
                .dropBefore(LocalDate.now(ZoneOffset.UTC).minusDays(DAYS - 2))
                .toFuture();
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
