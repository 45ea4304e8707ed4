package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Header;
import com.callbackers.callback.Replay;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Callbacks.Entry;
import com.callbackers.journal.Callbacks.Filter;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.route.Decision;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

class CallbacksIT {

    private static final Filter ALL = new Filter(Tenants.ALL, null, null, null, null, null, null, null, null);

    private final Database database = Database.fresh();
    private final SettableClock clock = new SettableClock();
    private final Replays replays = new Replays(database.connectionFactory(), clock);
    private final Decisions decisions = new Decisions(database.connectionFactory(), clock);
    private final Deliveries deliveries = new Deliveries(database.connectionFactory(), clock);
    private final Callbacks callbacks = new Callbacks(database.connectionFactory());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void pagesWithoutGapsOrRepeatsThoughAllCameInOneMillisecond() {
        // given
        var ids = new ArrayList<UUID>();
        for (var i = 0; i < 23; i++) {
            var id = new UUID((clock.millis() << 16) | 0x7000, 0x8000_0000_0000_0000L | ((long) i * 7919 % 23) << 40);
            var callback = Samples.callback(id, "same time");
            ids.add(id);
            Soon.done(replays.add(callback));
            decide(callback, Samples.routed(Samples.planned("team"), Samples.planned("admin"), Samples.planned("erp")));
        }

        // when
        var seen = new ArrayList<Entry>();
        var page = Soon.get(callbacks.list(ALL, 5, null));
        seen.addAll(page.items());
        while (page.next() != null) {
            page = Soon.get(callbacks.list(ALL, 5, page.next()));
            seen.addAll(page.items());
        }

        // then
        assertThat(seen)
                .extracting(entry -> entry.callback().id())
                .containsExactlyElementsOf(
                        ids.stream().sorted(Collections.reverseOrder()).toList());
        assertThat(seen).allSatisfy(entry -> assertThat(entry.deliveries())
                .extracting(Callbacks.DeliveryEntry::action)
                .containsExactly("team", "admin", "erp"));
    }

    @Test
    void textIsLookedForAmongSoManyAndThenFurther() {
        // given
        var old = recorded("a.localhost", "the needle");
        Soon.done(DatabaseClient.create(database.connectionFactory())
                .sql("""
                        insert into callbacks (id, due_at, state, queued, method, host, path, remote_address, headers, body)
                        select make_id(:after + n), null, 'unrouted', false, 'POST', 'a.localhost', '/', '127.0.0.1', '', 'hay'
                        from generate_series(1, 10000) n
                        """)
                .bind("after", old.receivedAt().toEpochMilli())
                .then());
        var needle = new Filter(Tenants.ALL, null, null, null, null, null, "NEEDLE", null, null);
        var hay = new Filter(Tenants.ALL, null, null, null, null, null, "hay", null, null);

        // when
        var first = Soon.get(callbacks.list(needle, 5, null));
        var second = Soon.get(callbacks.list(needle, 5, first.next()));
        var full = Soon.get(callbacks.list(hay, 5, null));

        // then
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isNotNull();
        assertThat(second.items())
                .singleElement()
                .satisfies(entry -> assertThat(entry.callback().id()).isEqualTo(old.id()));
        assertThat(second.next()).isNull();
        assertThat(full.items()).hasSize(5);
        assertThat(full.next()).isEqualTo(full.items().getLast().callback().id());
    }

    @Test
    void oneCallbackIsOfOneMomentWhileItIsBeingDecided() {
        for (var i = 0; i < 60; i++) {
            // given
            var callback = recorded("a.localhost", "body");
            var deciding = decisions
                    .record(
                            List.of(new Decisions.Decided(callback, Samples.routed(Samples.planned("team")))),
                            0,
                            Duration.ZERO)
                    .map(Decisions.Recorded::deliveries)
                    .toFuture();

            // when
            Callbacks.Whole found;
            do {
                found = Soon.get(callbacks.find(callback.id())).orElseThrow();

                // then
                assertThat(found.entry().deliveries()).hasSize(found.entry().state() == CallbackState.ROUTED ? 1 : 0);
            } while (!deciding.isDone() || found.entry().state() == CallbackState.RECEIVED);
        }
    }

    @Test
    void givesEachPartThatIsAskedFor() {
        // given
        var decided = recorded("a.localhost", "body");
        decide(decided, Samples.routed());
        var filtered = recorded("a.localhost", "body");
        decide(filtered, Samples.decision(CallbackState.FILTERED, "unknown"));
        var unrouted = recorded("b.localhost", "body");
        decide(unrouted, Decision.unrouted("no route"));
        var open = recorded("b.localhost", "body");

        // when, then
        assertThat(found(new Filter(Tenants.ALL, "a.localhost", null, null, null, null, null, null, null)))
                .containsExactly(filtered.id(), decided.id());
        assertThat(found(new Filter(Tenants.ALL, null, Samples.ROUTE, null, null, null, null, null, null)))
                .containsExactly(filtered.id(), decided.id());
        assertThat(found(new Filter(Tenants.ALL, null, null, "github", null, null, null, null, null)))
                .containsExactly(decided.id());
        assertThat(found(new Filter(Tenants.ALL, null, null, "unknown", null, null, null, null, null)))
                .containsExactly(unrouted.id(), filtered.id());
        assertThat(found(new Filter(Tenants.ALL, null, null, null, CallbackState.UNROUTED, null, null, null, null)))
                .containsExactly(unrouted.id());
        assertThat(found(new Filter(Tenants.ALL, null, null, null, CallbackState.RECEIVED, null, null, null, null)))
                .containsExactly(open.id());
        assertThat(found(new Filter(Tenants.ALL, "b.localhost", null, "github", null, null, null, null, null)))
                .isEmpty();
    }

    @Test
    void tenantsHaveWhatTheirRoutesDecidedAndWhatIsOpenAtTheirHosts() {
        // given
        var decided = recorded("a.localhost", "body");
        decide(decided, Samples.routed());
        var elsewhere = recorded("b.localhost", "body");
        decide(elsewhere, Samples.routed());
        var open = recorded("a.localhost", "body");
        var unrouted = recorded("b.localhost", "body");
        decide(unrouted, Decision.unrouted("no rule fits"));
        var namespace = Samples.ROUTE.substring(0, Samples.ROUTE.indexOf('/'));

        // then
        assertThat(found(of(Set.of(namespace), Set.of("a.localhost"))))
                .containsExactly(open.id(), elsewhere.id(), decided.id());
        assertThat(found(of(Set.of("other"), Set.of("b.localhost")))).containsExactly(unrouted.id());
        assertThat(found(of(Set.of(), Set.of()))).isEmpty();
    }

    @Test
    void tenantsHaveNothingOfOthersWhoseNamesAreAlike() {
        // given
        var own = recorded("a.localhost", "body");
        decide(own, Samples.routed());
        for (var route : List.of("mingkym/r", "mingkyme-2/r", "mingkyme0/r", "mingkymea/r", "a/mingkyme")) {
            decide(
                    recorded("a.localhost", "body"),
                    new Decision(
                            CallbackState.ROUTED,
                            null,
                            route,
                            1,
                            "github",
                            Map.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of()));
        }

        // then
        assertThat(found(of(Set.of("mingkyme"), Set.of()))).containsExactly(own.id());
        assertThat(Soon.get(callbacks.callers(new Tenants.Some(Set.of("mingkyme"), Set.of()), null, Instant.EPOCH)))
                .singleElement()
                .satisfies(caller -> assertThat(caller.callbacks()).isEqualTo(1));
    }

    private static Filter of(Set<String> namespaces, Set<String> hosts) {
        return new Filter(new Tenants.Some(namespaces, hosts), null, null, null, null, null, null, null, null);
    }

    @Test
    void findsWhatAReceiverAnswered() {
        // given
        var refused = recorded("a.localhost", "body");
        fail(refused, new Outcome.Answered(418, List.of(), new byte[0], false, new Timings(1L, 1L, 1)));
        var other = recorded("a.localhost", "body");
        fail(other, new Outcome.Answered(503, List.of(), new byte[0], false, new Timings(1L, 1L, 1)));

        // then
        assertThat(found(new Filter(Tenants.ALL, null, null, null, null, 418, null, null, null)))
                .containsExactly(refused.id());
    }

    @Test
    void countsWhatCameAndFailedInEachPartOfATime() {
        // given
        var since = Instant.ofEpochMilli(60_000);
        var failed = callbackAt(60_500);
        fail(failed, new Outcome.Answered(503, List.of(), new byte[0], false, new Timings(1L, 1L, 1)));
        at(60_999);
        at(119_000);
        at(59_999);
        at(120_000);

        // when
        var volume = Soon.get(callbacks.volume(ALL, since, Instant.ofEpochMilli(120_000)));

        // then
        assertThat(volume).hasSize(60).extracting(Volume::from).isSorted().startsWith(since);
        assertThat(volume.getFirst()).isEqualTo(new Volume(since, 2, 1));
        assertThat(volume.subList(1, 60)).extracting(Volume::callbacks).containsOnlyOnce(1L);
        assertThat(volume.stream().mapToLong(Volume::callbacks).sum()).isEqualTo(3);
    }

    @Test
    void sinceIsInclusiveAndUntilExclusive() {
        // given
        var before = at(1_000);
        var start = at(2_000);
        var within = at(2_999);
        var end = at(3_000);

        // when
        var found = found(new Filter(
                Tenants.ALL,
                null,
                null,
                null,
                null,
                null,
                null,
                Instant.ofEpochMilli(2_000),
                Instant.ofEpochMilli(3_000)));

        // then
        assertThat(found).containsExactly(within, start).doesNotContain(before, end);
    }

    @Test
    void findsTextInPathQueryHeadersAndBodyWhateverItsBytes() {
        // given
        var path = Samples.callback(CallbackId.next(), Samples.HOST, "/Invoice/é", null, List.of(), "");
        var query = Samples.callback(CallbackId.next(), Samples.HOST, "/", "kind=INVOICE", List.of(), "");
        var header = Samples.callback(
                CallbackId.next(), Samples.HOST, "/", null, List.of(new Header("X-Kind", "invoice")), "");
        var bytes = Samples.callback(
                CallbackId.next(),
                Samples.HOST,
                "/",
                null,
                List.of(),
                "\u0000\\355 승인 50% inVoice".getBytes(StandardCharsets.UTF_8));
        var broken = Samples.callback(
                CallbackId.next(), Samples.HOST, "/", null, List.of(), new byte[] {(byte) 0xED, 0, (byte) 0xFF, '_'});
        for (var callback : List.of(path, query, header, bytes, broken)) {
            Soon.done(replays.add(callback));
        }

        // when, then
        assertThat(search("invoice")).containsExactly(bytes.id(), header.id(), query.id(), path.id());
        assertThat(search("x-kind: INVOICE")).containsExactly(header.id());
        assertThat(search("승인")).containsExactly(bytes.id());
        assertThat(search("50%")).containsExactly(bytes.id());
        assertThat(search("\\355")).containsExactly(bytes.id());
        assertThat(search("355")).containsExactly(bytes.id());
        assertThat(search("\u0000\\")).containsExactly(bytes.id());
        assertThat(search("_")).containsExactly(broken.id());
        assertThat(search("' or true --")).isEmpty();
    }

    @Test
    void theListLeavesOutHeadersAndBody() {
        // given
        var callback = recorded(Samples.HOST, "body");

        // when
        var entry = Soon.get(callbacks.list(ALL, 1, null)).items().getFirst();

        // then
        assertThat(entry.callback().headers()).isEmpty();
        assertThat(entry.callback().body()).isEmpty();
        assertThat(entry.callback().size()).isEqualTo(4);
        assertThat(entry.contentType()).isEqualTo("text/plain");
        assertThat(entry.callback().id()).isEqualTo(callback.id());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(Soon.get(callbacks.find(CallbackId.next()))).isEmpty();
        assertThat(Soon.get(callbacks.delivery(CallbackId.next()))).isEmpty();
    }

    @Test
    void callersAreThoseOfTheTenant() {
        // given
        decide(recorded(Samples.HOST, "x"), Samples.routed());
        decide(recorded("free.localhost", "x"), Decision.unrouted("no route"));
        var since = Instant.now().minusSeconds(60);

        // when, then
        assertThat(Soon.get(callbacks.callers(new Tenants.Some(Set.of("mingkyme"), Set.of()), null, since)))
                .extracting(Callbacks.Caller::host)
                .containsExactly(Samples.HOST);
        assertThat(Soon.get(callbacks.callers(new Tenants.Some(Set.of(), Set.of("free.localhost")), null, since)))
                .extracting(Callbacks.Caller::host)
                .containsExactly("free.localhost");
    }

    @Test
    void countsCallersByNameOrFingerprint() {
        // given
        var since = Instant.now().minusSeconds(60);
        for (var agent : new String[] {"curl/8.1 x", "curl/8.2", null, "curl/9"}) {
            var unknown = Samples.callback(
                    CallbackId.next(),
                    Samples.HOST,
                    "/",
                    null,
                    agent == null ? List.of() : List.of(new Header("User-Agent", agent)),
                    "");
            Soon.done(replays.add(unknown));
            decide(unknown, Samples.decision(CallbackState.UNROUTED, "unknown"));
        }
        var known = recorded(Samples.HOST, "x");
        fail(known, new Outcome.Answered(503, List.of(), new byte[0], false, new Timings(1L, 1L, 1)));
        var last = recorded(Samples.HOST, "x");
        fail(last, new Outcome.Unreachable("connection refused", new Timings(1L, null, 1)));
        var replay = Samples.replay(last, new Replay(last.id(), Replay.Rules.NOW, List.of(), List.of(), null));
        Soon.done(replays.add(replay));
        decide(replay, Samples.routed());
        recorded("other.localhost", "undecided");

        // when
        var callers = Soon.get(callbacks.callers(Tenants.ALL, Samples.HOST, since));

        // then
        assertThat(callers)
                .extracting(Callbacks.Caller::name, Callbacks.Caller::fingerprint, Callbacks.Caller::callbacks)
                .containsExactly(
                        tuple("github", null, 2L),
                        tuple(null, "curl @ 192.0.2.1 no body", 3L),
                        tuple(null, "- @ 192.0.2.1 no body", 1L));
        assertThat(callers.getFirst().failures()).isEqualTo(2);
        assertThat(callers.getFirst().last()).isEqualTo(last.id());
        assertThat(callers.getFirst().destinations()).containsExactly("team-slack");
        assertThat(callers.getFirst().lastError()).isEqualTo("connection refused");
        assertThat(callers.getFirst().firstSeen()).isEqualTo(known.receivedAt());
        assertThat(callers.getFirst().lastSeen()).isEqualTo(last.receivedAt());
        assertThat(Soon.get(callbacks.callers(Tenants.ALL, null, Instant.now().plusSeconds(60))))
                .isEmpty();
    }

    @Test
    void tellsEveryOnlookerWhatChangesAndGoesOnAfterALostConnection() {
        // given
        var one = new CopyOnWriteArrayList<UUID>();
        var two = new CopyOnWriteArrayList<UUID>();
        var watching = callbacks.changes().subscribe(one::add);
        var watchingToo = callbacks.changes().subscribe(two::add);

        // when, then
        Awaitility.await().until(() -> toldTo(changed(), one, two));
        Soon.done(DatabaseClient.create(database.connectionFactory())
                .sql(
                        "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()")
                .then());
        Awaitility.await().until(() -> toldTo(changed(), one, two));
        watching.dispose();
        watchingToo.dispose();
    }

    private UUID changed() {
        var callback = recorded(Samples.HOST, "x");
        decide(callback, Samples.routed());
        return callback.id();
    }

    /** Shortly after, with what else changes by then; false for what changed before the onlookers listened. */
    private static boolean toldTo(UUID changed, List<UUID> one, List<UUID> two) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> one.contains(changed) && two.contains(changed));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private Callback recorded(String host, String body) {
        var callback = Samples.callback(
                CallbackId.next(), host, "/card", null, List.of(new Header("Content-Type", "text/plain")), body);
        Soon.done(replays.add(callback));
        return callback;
    }

    private UUID at(long millis) {
        return callbackAt(millis).id();
    }

    private Callback callbackAt(long millis) {
        var id = new UUID((millis << 16) | 0x7000, UUID.randomUUID().getLeastSignificantBits());
        var callback = Samples.callback(id, "x");
        Soon.done(replays.add(callback));
        return callback;
    }

    private List<UUID> decide(Callback callback, Decision decision) {
        return Soon.get(decisions
                .record(List.of(new Decided(callback, decision)), 0, Duration.ZERO)
                .map(Decisions.Recorded::deliveries));
    }

    private void fail(Callback callback, Outcome outcome) {
        var ids = decide(callback, Samples.routed(Samples.planned("team")));
        var claim = Soon.get(deliveries.claim(ids, Duration.ofMinutes(1))).getFirst();
        var sent = new Attempt.Sent("POST", "https://x", List.of(), null);
        Soon.done(deliveries.record(List.of(new Deliveries.Made(
                claim, new Attempt(1, clock.instant(), sent, outcome), new Verdict.GiveUp("enough")))));
    }

    private List<UUID> search(@Nullable String q) {
        return found(new Filter(Tenants.ALL, null, null, null, null, null, q, null, null));
    }

    private List<UUID> found(Filter filter) {
        return Soon.get(callbacks.list(filter, 100, null)).items().stream()
                .map(entry -> entry.callback().id())
                .toList();
    }
}
