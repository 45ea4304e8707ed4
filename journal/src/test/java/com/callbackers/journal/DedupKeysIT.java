package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackState;
import com.callbackers.delivery.DeliveryId;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.route.Decision.Trace;
import com.callbackers.route.DedupClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

class DedupKeysIT {

    private static final Duration WINDOW = Duration.ofMinutes(90);

    private final Database database = Database.fresh();
    private final SettableClock clock = new SettableClock();
    private final Replays replays = new Replays(database.connectionFactory(), clock);
    private final Decisions decisions = new Decisions(database.connectionFactory(), clock);
    private final DedupKeys keys = new DedupKeys(database.connectionFactory(), clock);
    private final Callbacks callbacks = new Callbacks(database.connectionFactory());
    private final DedupClaim claim = new DedupClaim("approvals", UUID.randomUUID(), WINDOW);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aRuleActsOnceAndSaysOfTheOthersWhatTheyRepeat() {
        // given
        var first = recorded(Duration.ZERO);
        var second = recorded(Duration.ofMinutes(1));
        var why = "a repeat of " + first.id() + " within 1h30m";
        assertThat(record(once(first))).containsExactly(delivery(first));

        // when
        var announced = record(once(second));

        // then
        assertThat(announced).isEmpty();
        var whole = whole(second);
        assertThat(whole.entry().state()).isEqualTo(CallbackState.FILTERED);
        assertThat(whole.entry().reason()).isEqualTo(why);
        assertThat(whole.entry().deliveries()).isEmpty();
        assertThat(JsonMapper.shared().readTree(whole.decision()).path("rules"))
                .isEqualTo(JsonMapper.shared().readTree("""
                                        [{"name": "approvals", "fits": false, "why": "%s"}]
                                        """.formatted(why)));
    }

    @Test
    void ofABatchTheEarliestActs() {
        // given
        var first = recorded(Duration.ZERO);
        var second = recorded(Duration.ofMinutes(1));
        var third = recorded(Duration.ofMinutes(2));

        // when
        var announced = record(once(third), once(first), once(second));

        // then
        assertThat(announced).containsExactly(delivery(first));
        assertThat(whole(third).entry().reason()).contains(first.id().toString());
    }

    @Test
    void onceTheWindowIsOverTheNextOneActs() {
        // given
        var first = recorded(Duration.ZERO);
        var within = recorded(WINDOW.minusMillis(1));
        var after = recorded(WINDOW);
        var repeatOfThat = recorded(WINDOW.plusMinutes(1));

        // when
        var announced = record(once(first), once(within), once(after), once(repeatOfThat));

        // then
        assertThat(announced).containsExactlyInAnyOrder(delivery(first), delivery(after));
        assertThat(whole(within).entry().reason()).contains(first.id().toString());
        assertThat(whole(repeatOfThat).entry().reason()).contains(after.id().toString());
    }

    @Test
    void whatIsDecidedLongAfterALaterOneActsTooAndLeavesThatItsKey() {
        // given
        var old = recorded(WINDOW.negated());
        var late = recorded(Duration.ofMinutes(-1));
        var first = recorded(Duration.ZERO);
        var repeat = recorded(Duration.ofMinutes(1));
        record(once(first));

        // when
        var announced = record(once(repeat), once(old), once(late));

        // then
        assertThat(announced).containsExactly(delivery(old));
        assertThat(whole(late).entry().reason()).contains(first.id().toString());
        assertThat(whole(repeat).entry().reason()).contains(first.id().toString());
    }

    @Test
    void theOtherRulesActOnARepeat() {
        // given
        var first = recorded(Duration.ZERO);
        var second = recorded(Duration.ofMinutes(1));
        var other = new DedupClaim("other", UUID.randomUUID(), WINDOW);
        var two = Samples.decision(
                Map.of(),
                List.of(new Trace("approvals", true, "fits"), new Trace("other", true, "fits")),
                List.of(Samples.planned("approvals", "team", null), Samples.planned("other", "team", null)),
                List.of(claim, other));
        record(once(first));

        // when
        var announced = record(new Decided(second, two));

        // then
        assertThat(announced).containsExactly(DeliveryId.of(second.id(), "other", "team"));
        assertThat(whole(second).entry().state()).isEqualTo(CallbackState.ROUTED);
        assertThat(whole(second).entry().reason()).isNull();
    }

    @Test
    void aCallbackMayTakeItsOwnKeyAgain() {
        // given
        var first = recorded(Duration.ZERO);
        var second = recorded(Duration.ofMinutes(1));
        Soon.done(keys.take(List.of(once(first))).as(transaction()::transactional));

        // when
        var announced = record(once(second), once(first));

        // then
        assertThat(announced).containsExactly(delivery(first));
    }

    @Test
    void aCallbackThatWasDecidedMeanwhileTakesNoKey() {
        // given
        var decided = recorded(Duration.ZERO);
        var open = recorded(Duration.ofMinutes(1));
        record(new Decided(decided, Samples.decision(CallbackState.UNROUTED, "github")));

        // when
        var announced = record(once(decided));

        // then
        assertThat(announced).isEmpty();
        assertThat(record(once(open))).containsExactly(delivery(open));
    }

    @Test
    void aDecisionThatIsRefusedTakesNoKey() {
        // given
        var bad = recorded(Duration.ZERO);
        var good = recorded(Duration.ofMinutes(1));
        var broken =
                Samples.decision(Map.of("a", "not JSON"), List.of(), List.of(Samples.planned("team")), List.of(claim));

        // when
        var announced = record(new Decided(bad, broken), once(good));

        // then
        assertThat(announced).containsExactly(delivery(good));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoComesSecondSeesWhatBecameOfTheFirst(boolean commits) {
        // given
        var first = recorded(Duration.ZERO);
        var second = recorded(Duration.ofMinutes(1));
        var end = Sinks.empty();
        var otherWorker = keys.take(List.of(once(first)))
                .then(end.asMono())
                .then(commits ? Mono.empty() : Mono.error(new IllegalStateException("it died")))
                .as(transaction()::transactional)
                .onErrorComplete()
                .toFuture();
        await().until(() -> isHeld(first));

        // when
        var announced = decisions
                .record(List.of(once(second)), 0, Duration.ZERO)
                .map(Decisions.Recorded::deliveries)
                .toFuture();
        await().until(this::somebodyWaits);
        end.emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST);

        // then
        assertThat(otherWorker).succeedsWithin(Soon.SOON);
        assertThat(announced).succeedsWithin(Soon.SOON).isEqualTo(commits ? List.of() : List.of(delivery(second)));
    }

    @Test
    void aWorkerThatHangsDoesNotKeepItsKeys() {
        // given
        var first = recorded(Duration.ZERO);
        var second = recorded(Duration.ofMinutes(1));
        var hanging = keys.take(List.of(once(first)))
                .then(Mono.never())
                .as(transaction()::transactional)
                .onErrorComplete()
                .toFuture();
        await().until(() -> isHeld(first));

        // when
        var announced = record(once(second));

        // then
        assertThat(announced).containsExactly(delivery(second));
        hanging.cancel(true);
    }

    @Test
    void ofManyThatAreDecidedAtTheSameMomentExactlyOneActs() {
        // given
        var claims = IntStream.range(0, 5)
                .mapToObj(i -> new DedupClaim("approvals", UUID.randomUUID(), WINDOW))
                .toList();
        var workers = IntStream.range(0, 8)
                .mapToObj(worker -> shuffled(claims.stream()
                        .map(claim -> new Decided(recorded(Duration.ofMillis(worker)), Samples.once(claim)))
                        .toList()))
                .toList();

        // when
        var announced = Soon.get(Flux.fromIterable(workers)
                .flatMap(batch -> new Decisions(database.unpooledConnectionFactory(), clock)
                        .record(batch, 0, Duration.ZERO)
                        .map(Decisions.Recorded::deliveries)
                        .subscribeOn(Schedulers.parallel()))
                .flatMapIterable(ids -> ids)
                .collectList());

        // then
        assertThat(announced).hasSize(claims.size());
        for (var claim : claims) {
            assertThat(workers.stream()
                            .flatMap(List::stream)
                            .filter(decided ->
                                    decided.decision().claims().getFirst().equals(claim))
                            .filter(decided -> announced.contains(delivery(decided.callback()))))
                    .hasSize(1);
        }
    }

    @Test
    void whatAsksForNoKeyCostsNoStatementMore() {
        // given
        var statements = new Statements(database.connectionFactory());
        var each = new Decisions(statements.connectionFactory(), clock);
        var callback = recorded(Duration.ZERO);

        // when
        Soon.get(each.record(List.of(new Decided(callback, Samples.routed(Samples.planned("team")))), 0, Duration.ZERO)
                .map(Decisions.Recorded::deliveries));

        // then
        assertThat(statements.sent())
                .filteredOn(sql -> !sql.contains("pg_notify"))
                .singleElement(STRING)
                .startsWith("with given as");
    }

    @Test
    void forgetsAKeyOneWindowAfterItWasDecided() {
        // given
        clock.advance(Duration.ofDays(3));
        record(once(recorded(Duration.ofDays(-3))));
        execute(
                "insert into dedup_keys select gen_random_uuid(), gen_random_uuid(), now(), now() from generate_series(1, 20001)");

        // when
        Soon.done(keys.forgetPast());

        // then
        assertThat(count()).isEqualTo(1);
        clock.advance(WINDOW);
        Soon.done(keys.forgetPast());
        assertThat(count()).isZero();
    }

    private TransactionalOperator transaction() {
        return TransactionalOperator.create(new R2dbcTransactionManager(database.connectionFactory()));
    }

    private Decided once(Callback callback) {
        return new Decided(callback, Samples.once(claim));
    }

    private static UUID delivery(Callback callback) {
        return DeliveryId.of(callback.id(), "approvals", "team");
    }

    /** @param later than the test began */
    private Callback recorded(Duration later) {
        var millis = clock.millis() + later.toMillis();
        var random = ThreadLocalRandom.current();
        var id = new UUID((millis << 16) | 0x7000 | random.nextInt(0x1000), Long.MIN_VALUE | (random.nextLong() >>> 2));
        var callback = Samples.callback(id, "paid");
        Soon.done(replays.add(callback));
        return callback;
    }

    private List<UUID> record(Decided... decided) {
        return Soon.get(
                decisions.record(Arrays.asList(decided), 0, Duration.ZERO).map(Decisions.Recorded::deliveries));
    }

    private Callbacks.Whole whole(Callback callback) {
        return Soon.get(callbacks.find(callback.id())).orElseThrow();
    }

    private static List<Decided> shuffled(List<Decided> decided) {
        var shuffled = new ArrayList<>(decided);
        Collections.shuffle(shuffled);
        return shuffled;
    }

    /** Whether another transaction has its row: it cannot be locked. */
    private boolean isHeld(Callback callback) {
        return Soon.get(client().sql("select id from callbacks where id = :id for update skip locked")
                        .bind("id", callback.id())
                        .mapValue(UUID.class)
                        .all()
                        .collectList())
                .isEmpty();
    }

    private boolean somebodyWaits() {
        return Soon.get(client().sql(
                                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                        .mapValue(Long.class)
                        .one())
                > 0;
    }

    private long count() {
        return Soon.get(client().sql("select count(*) from dedup_keys")
                .mapValue(Long.class)
                .one());
    }

    private void execute(String sql) {
        Soon.done(client().sql(sql).then());
    }

    private DatabaseClient client() {
        return DatabaseClient.create(database.connectionFactory());
    }
}
