package com.callbackers.journal;

import static com.callbackers.journal.Soon.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.callback.Replay;
import com.callbackers.embedded.EmbeddedPostgres;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.ResourceLeakDetector;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

class AppenderIT {

    private final Database database = Database.fresh();
    private final ConcurrentLinkedQueue<UUID> announced = new ConcurrentLinkedQueue<>();
    private final Callbacks callbacks = new Callbacks(database.connectionFactory());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsEveryByteAndEveryHeaderAsItCame() {
        // given
        var every = new byte[256];
        IntStream.range(0, 256).forEach(i -> every[i] = (byte) i);
        var repeated = List.of(
                new Header("X-B", "2"),
                new Header("x-a", ""),
                new Header("X-b", "3"),
                new Header("X-B", "\u0000\n: é\uFFFD"));
        var thousand = IntStream.range(0, 1000)
                .mapToObj(i -> new Header("h" + i, "v".repeat(50)))
                .toList();
        var sent = List.of(
                Samples.callback(CallbackId.next(), "a.localhost", "/%2F/é", "a=1&a=2&b", repeated, every),
                Samples.callback(
                        CallbackId.next(), "b.localhost", "/", "", thousand, new byte[] {(byte) 0xC3, 0x28, 0}),
                Samples.callback(CallbackId.next(), "c.localhost", "/", null, List.of(), new byte[0]),
                new Callback(
                        CallbackId.next(),
                        "BREW",
                        "d.localhost",
                        "/x",
                        null,
                        List.of(),
                        new byte[0],
                        9_999_999_999L,
                        "2001:db8::1",
                        Durability.QUEUE,
                        new Replay(CallbackId.next(), Replay.Rules.THEN, List.of("a"), List.of("{\"b\":1}"), null)));

        // when
        try (var appender = appender()) {
            sent.forEach(callback -> append(appender, callback).join());
        }

        // then
        for (var callback : sent) {
            assertThat(recorded(callback.id())).usingRecursiveComparison().isEqualTo(callback);
        }
    }

    @Test
    void keepsWhatPostgresCannotHoldAsTextWithAReplacement() {
        // given
        var callback =
                Samples.callback(CallbackId.next(), "x".repeat(5000), "/a\u0000b", "\u0000", List.of(), new byte[0]);

        // when
        try (var appender = appender()) {
            append(appender, callback).join();
        }

        // then
        var recorded = recorded(callback.id());
        assertThat(recorded.path()).isEqualTo("/a\uFFFDb");
        assertThat(recorded.query()).isEqualTo("\uFFFD");
        assertThat(recorded.host()).isEqualTo("x".repeat(255));
    }

    @Test
    void writesConcurrentArrivalsAndAnnouncesEachOnce() {
        // given
        var sent = Stream.generate(Samples::callback).limit(1000).toList();

        // when
        try (var appender = appender()) {
            appendAll(appender, sent).forEach(CompletableFuture::join);

            // then
            assertThat(ids())
                    .containsExactlyInAnyOrderElementsOf(
                            sent.stream().map(Callback::id).toList());
            await().atMost(SOON).until(() -> announced.size() >= 1000);
            assertThat(announced)
                    .containsExactlyInAnyOrderElementsOf(
                            sent.stream().map(Callback::id).toList());
        }
    }

    @Test
    void aRejectedArrivalIsFinalAtOnce() {
        // given
        var callback = Samples.callback();

        // when
        try (var appender = appender()) {
            appender.append(new Arrival(callback, "too large")).block(SOON);
        }

        // then
        var whole = Soon.get(callbacks.find(callback.id())).orElseThrow();
        assertThat(whole.entry().state()).isEqualTo(CallbackState.REJECTED);
        assertThat(whole.entry().reason()).isEqualTo("too large");
        assertThat(count("select count(*) from callbacks where due_at is null")).isEqualTo(1);
        assertThat(announced).isEmpty();
    }

    @Test
    void anIdThatIsThereAlreadyStaysAsItIs() {
        // given
        var first = Samples.callback();
        var others = Stream.generate(Samples::callback).limit(20).toList();
        try (var appender = appender()) {
            append(appender, first).join();

            // when
            var again = new ArrayList<>(others);
            again.add(10, Samples.callback(first.id(), "another body"));
            appendAll(appender, again).forEach(CompletableFuture::join);
        }

        // then
        assertThat(recorded(first.id()).text()).isEqualTo("paid");
        assertThat(ids()).hasSize(21);
    }

    @Test
    void aRowThatIsRefusedDoesNotCostTheOthers() {
        // given
        execute("alter table callbacks_default add check (path <> '/bad')");
        var good = Stream.generate(Samples::callback).limit(50).toList();
        var bad = Samples.callback(CallbackId.next(), Samples.HOST, "/bad", null, List.of(), "");
        var all = new ArrayList<>(good);
        all.add(25, bad);

        // when
        try (var appender = appender()) {
            var results = appendAll(appender, all);

            // then
            assertThatThrownBy(results.get(25)::join).hasCauseInstanceOf(NotDurableException.class);
            results.remove(25);
            results.forEach(CompletableFuture::join);
        }
        assertThat(ids())
                .containsExactlyInAnyOrderElementsOf(
                        good.stream().map(Callback::id).toList());
    }

    @Test
    void lostConnectionsCostNothing() {
        // given
        var sent = Stream.generate(Samples::callback).limit(3000).toList();
        var written = new AtomicInteger();
        try (var appender = appender()) {

            // when
            var results = Flux.fromIterable(sent)
                    .flatMap(
                            callback -> appender.append(new Arrival(callback, null))
                                    .doOnSuccess(done -> written.incrementAndGet()),
                            100)
                    .then()
                    .toFuture();
            while (!results.isDone()) {
                var before = written.get();
                killWriters();
                await().atMost(SOON).until(() -> written.get() > before + 50 || results.isDone());
            }

            // then
            results.join();
        }
        assertThat(ids())
                .containsExactlyInAnyOrderElementsOf(
                        sent.stream().map(Callback::id).toList());
    }

    @Test
    void lostConnectionsKeepNoMemory() {
        // given
        try (var appender = appender()) {
            loseConnections(appender, 10);
            var before = directMemory();

            // when
            loseConnections(appender, 60);

            // then
            assertThat(directMemory() - before).isLessThan(24 << 20);
        }
    }

    /** Each with a megabyte under way. */
    private void loseConnections(Appender appender, int times) {
        for (var i = 0; i < times; i++) {
            var results = appendAll(
                    appender,
                    Stream.generate(() -> Samples.callback(CallbackId.next(), "x".repeat(5_000)))
                            .limit(200)
                            .toList());
            killWriters();
            results.forEach(result -> result.handle((id, e) -> id).join());
        }
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private void killWriters() {
        execute("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where (query like 'copy callbacks%' or query like '%callbackers_changes%')
                  and datname = current_database() and pid <> pg_backend_pid()
                """);
    }

    @Test
    void refusesAtOnceWhatDoesNotFitIntoTheQueue() throws Exception {
        // given
        var settings = new Appender.Settings(
                Duration.ZERO, 256, 2, 1 << 20, Duration.ofSeconds(20), Duration.ofMillis(500), Duration.ofSeconds(10));
        try (var appender = new Appender(database.unpooledConnectionFactory(), announced::addAll, settings);
                var holder = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            append(appender, Samples.callback()).join();
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table callbacks_default in access exclusive mode");
            var inHand = append(appender, Samples.callback());
            await().atMost(SOON).until(() -> appender.waiting() == 0);
            var tooLong = append(appender, Samples.callback(CallbackId.next(), "x".repeat(2 << 20)));
            var waiting = List.of(append(appender, Samples.callback()), append(appender, Samples.callback()));

            // when
            var tooMany = append(appender, Samples.callback());

            // then
            assertThat(appender.waiting()).isEqualTo(2);
            assertThat(tooMany).isCompletedExceptionally();
            assertThat(tooLong).isCompletedExceptionally();
            holder.rollback();
            inHand.join();
            waiting.forEach(CompletableFuture::join);
        }
    }

    @Test
    void writesTogetherWhatComesSoonAfterAnother() {
        // given
        var batches = new LinkedBlockingQueue<List<UUID>>();
        var appender = paced(batches::add, Duration.ofHours(1));
        var first = appendOne(appender).join();

        // when
        var soonAfter = appendOne(appender);
        await().during(Duration.ofMillis(100)).until(() -> !soonAfter.isDone());
        var later = appendOne(appender);
        appender.close();

        // then
        var together = List.of(soonAfter.join(), later.join());
        assertThat(batches).containsExactly(List.of(first), together);
    }

    @Test
    void closesWithoutWaitingForItsPace() {
        // given
        var appender = paced(announced::addAll, Duration.ofHours(1));
        appendOne(appender).join();
        var soonAfter = appendOne(appender);

        // when
        appender.close();

        // then
        assertThat(soonAfter).succeedsWithin(SOON);
    }

    private Appender paced(Consumer<List<UUID>> announce, Duration pace) {
        var usual = Appender.Settings.DEFAULT;
        return new Appender(
                database.unpooledConnectionFactory(),
                announce,
                new Appender.Settings(
                        pace,
                        usual.maxBatch(),
                        usual.maxWaiting(),
                        usual.maxWaitingBytes(),
                        usual.timeout(),
                        usual.patience(),
                        usual.dueAfter()));
    }

    @Test
    void writesWhatIsWaitingBeforeItCloses() {
        // given
        var appender = appender();
        var results = appendAll(
                appender, Stream.generate(Samples::callback).limit(2000).toList());

        // when
        appender.close();

        // then
        results.forEach(CompletableFuture::join);
        assertThat(ids()).hasSize(2000);
        assertThatThrownBy(append(appender, Samples.callback())::join).hasCauseInstanceOf(NotDurableException.class);
    }

    @Test
    void keepsEachPromiseWhileTheDatabaseRestarts(@TempDir Path directory) {
        // given
        var postgres = EmbeddedPostgres.in(directory, 0);
        Schema.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
        var kept = new ArrayList<UUID>();
        try (var appender = new Appender(connections(postgres), announced::addAll, Appender.Settings.DEFAULT)) {
            kept.add(appendOne(appender).join());

            // when
            postgres.close();
            var began = System.nanoTime();
            assertThatThrownBy(() -> appendOne(appender).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(NotDurableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            began = System.nanoTime();
            assertThatThrownBy(() -> appendOne(appender).join()).hasCauseInstanceOf(NotDurableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(200));

            // then
            postgres = EmbeddedPostgres.in(directory, postgres.port());
            await().atMost(SOON).until(() -> {
                try {
                    kept.add(appendOne(appender).join());
                    return true;
                } catch (CompletionException e) {
                    return false;
                }
            });
            var client = DatabaseClient.create(connections(postgres));
            assertThat(client.sql("select id from callbacks")
                            .mapValue(UUID.class)
                            .all()
                            .collectList()
                            .block(SOON))
                    .containsAll(kept);
        } finally {
            postgres.close();
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerCostsOneTimeoutAndIsLeft(@TempDir Path directory) throws Exception {
        // given
        var settings = new Appender.Settings(
                Duration.ZERO,
                256,
                10_000,
                64 << 20,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofSeconds(10));
        try (var postgres = EmbeddedPostgres.in(directory, 0)) {
            Schema.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
            try (var appender = new Appender(connections(postgres), announced::addAll, settings)) {
                appendOne(appender).join();
                var backend = Soon.get(DatabaseClient.create(connections(postgres))
                        .sql(
                                "select pid from pg_stat_activity where query like '%callbackers_changes%' and pid <> pg_backend_pid()")
                        .mapValue(Integer.class)
                        .first());
                signal("STOP", backend);

                // when
                var frozen = appendOne(appender);

                // then
                assertThat(frozen).failsWithin(Duration.ofSeconds(3));
                await().atMost(SOON).until(() -> !appendOne(appender)
                        .handle((id, e) -> e != null)
                        .join());
                signal("CONT", backend);
            }
        }
    }

    @Test
    void leaksNoBuffers() {
        // given
        var level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        var leaks = new ListAppender<ILoggingEvent>();
        leaks.start();
        var logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
        logger.addAppender(leaks);
        execute("alter table callbacks_default add check (path <> '/bad')");

        // when
        try (var appender = appender()) {
            for (var round = 0; round < 4; round++) {
                var all = new ArrayList<>(
                        Stream.generate(Samples::callback).limit(200).toList());
                all.add(Samples.callback(CallbackId.next(), Samples.HOST, "/bad", null, List.of(), "x"));
                var results = appendAll(appender, all);
                results.forEach(result -> result.handle((id, e) -> id).join());
                System.gc();
            }
        }

        // then
        ResourceLeakDetector.setLevel(level);
        logger.detachAppender(leaks);
        assertThat(leaks.list).isEmpty();
    }

    private Appender appender() {
        return new Appender(database.unpooledConnectionFactory(), announced::addAll, Appender.Settings.DEFAULT);
    }

    private static CompletableFuture<UUID> appendOne(Appender appender) {
        return append(appender, Samples.callback());
    }

    private static CompletableFuture<UUID> append(Appender appender, Callback callback) {
        return appender.append(new Arrival(callback, null))
                .thenReturn(callback.id())
                .toFuture();
    }

    private static List<CompletableFuture<UUID>> appendAll(Appender appender, List<Callback> callbacks) {
        var results = new ArrayList<CompletableFuture<UUID>>();
        callbacks.forEach(callback -> results.add(append(appender, callback)));
        return results;
    }

    private Callback recorded(UUID id) {
        return Soon.get(callbacks.find(id)).orElseThrow().callback();
    }

    private List<UUID> ids() {
        return Soon.get(client().sql("select id from callbacks")
                .mapValue(UUID.class)
                .all()
                .collectList());
    }

    private long count(String sql) {
        return Soon.get(client().sql(sql).mapValue(Long.class).one());
    }

    private void execute(String sql) {
        Soon.done(client().sql(sql).then());
    }

    private DatabaseClient client() {
        return DatabaseClient.create(database.connectionFactory());
    }

    private static ConnectionFactory connections(EmbeddedPostgres postgres) {
        return ConnectionFactories.get(ConnectionFactoryOptions.parse(postgres.r2dbcUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, postgres.user())
                .option(ConnectionFactoryOptions.PASSWORD, postgres.password())
                .build());
    }

    private static void signal(String name, Integer process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, process.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
