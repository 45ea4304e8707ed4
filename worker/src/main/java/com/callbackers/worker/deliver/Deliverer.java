package com.callbackers.worker.deliver;

import com.callbackers.journal.Claim;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.Deliveries.GivenBack;
import com.callbackers.queue.Gathering;
import com.callbackers.route.Action;
import com.callbackers.worker.announce.Announcer;
import com.callbackers.worker.gate.Admission;
import com.callbackers.worker.gate.Gates;
import com.callbackers.worker.lookup.Found;
import com.callbackers.worker.lookup.RouteLookup;
import com.callbackers.worker.outbound.HttpDelivery;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes deliveries: claims them, asks the destination's gate, sends, judges and records. When a worker dies anywhere on
 * the way, the claim's lease runs out and the delivery is made again.
 */
public final class Deliverer implements Hands {

    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

    /** How long a suspended destination or a missing secret may go unnoticed once it is well again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    /** When a tenant that has its share in hand is looked at again. */
    private static final Duration SHARE_AGAIN = Duration.ofSeconds(2);

    private static final int MOST_CLAIMED = 128;

    /** How long new deliveries wait for hands; then they are anybody's. */
    private static final Duration SOON = Duration.ofMillis(200);

    /** A database that hangs shows nothing by itself. */
    private static final Duration JOURNAL = Duration.ofSeconds(10);

    /** Between the end of an attempt and the end of its lease, to record it. */
    private static final Duration TO_RECORD = Duration.ofSeconds(10);

    private final Deliveries deliveries;
    private final RouteLookup routes;
    private final Gates gates;
    private final Attempts attempts;
    private final Recorder recorder;
    private final AttemptLog log;
    private final Clock clock;
    private final Duration lease;
    private final int concurrency;
    private final Slots slots;
    private final TenantShares shares;
    private final Gathering<UUID> claiming;

    /**
     * @param lease how long a claim is held; bounds an attempt too
     * @param concurrency deliveries in hand at once, those included that wait shortly for their destination
     */
    public Deliverer(
            Deliveries deliveries,
            RouteLookup routes,
            Gates gates,
            HttpDelivery http,
            Announcer announcer,
            MeterRegistry meters,
            Clock clock,
            Duration lease,
            int concurrency) {
        this.deliveries = deliveries;
        this.routes = routes;
        this.gates = gates;
        this.log = new AttemptLog(meters);
        this.attempts = new Attempts(http, log, clock, lease.minus(TO_RECORD));
        this.recorder = new Recorder(deliveries::record, deliveries::giveBack, announcer, lease);
        this.clock = clock;
        this.lease = lease;
        this.concurrency = concurrency;
        this.slots = new Slots(concurrency, Schedulers.parallel());
        this.shares = new TenantShares(concurrency, Schedulers.parallel());
        this.claiming = new Gathering<>(MOST_CLAIMED, 1, this::claimInParts, Deliverer::notClaimed);
        Gauge.builder("callbackers.deliveries.in.hand", slots, Slots::taken).register(meters);
    }

    /** Completes when those of the ids that could be claimed are in hand, to be recorded or given back to the journal. */
    public CompletionStage<Void> claim(List<UUID> ids) {
        return claiming.add(ids).toFuture();
    }

    @Override
    public Mono<Integer> take(int wanted) {
        return wanted == 0 || wanted > concurrency
                ? Mono.just(0)
                : slots.take(wanted, SOON).map(taken -> taken ? wanted : 0);
    }

    @Override
    public Duration lease() {
        return lease;
    }

    @Override
    public void deliver(List<Claim> claims) {
        claims.forEach(claim -> make(claim)
                .onErrorResume(error -> notDelivered(claim, error))
                .doFinally(end -> slots.give(1))
                .subscribe());
    }

    @Override
    public void giveBack(int unused) {
        slots.give(unused);
    }

    /** Completes when nothing is in hand; nothing more is taken after that. */
    public Mono<Void> drained() {
        return slots.takeAll();
    }

    private Mono<Void> claimInParts(List<UUID> ids) {
        return Flux.fromIterable(ids)
                .buffer(Math.min(MOST_CLAIMED, concurrency))
                .concatMap(this::claimTogether)
                .then();
    }

    private Mono<Void> claimTogether(List<UUID> ids) {
        return slots.take(ids.size())
                .then(Mono.defer(() -> deliveries.claim(ids, lease).timeout(JOURNAL))
                        .doOnError(error -> slots.give(ids.size())))
                .doOnNext(claimed -> {
                    slots.give(ids.size() - claimed.size());
                    deliver(claimed);
                })
                .then();
    }

    private static void notClaimed(List<UUID> ids, Throwable error) {
        LOG.atWarn()
                .setMessage("deliveries not claimed, they stay due")
                .addKeyValue("deliveries", ids.size())
                .setCause(error)
                .log();
    }

    private Mono<Void> make(Claim claim) {
        var tenant = tenant(claim);
        return shares.take(tenant).flatMap(room -> {
            if (!room) {
                log.turnedAway("share");
                return giveBack(claim, clock.instant().plus(spread(SHARE_AGAIN)), null);
            }
            var since = System.nanoTime();
            return act(claim).doFinally(end -> shares.give(tenant, System.nanoTime() - since));
        });
    }

    /** Those that no route has are one tenant together. */
    private static String tenant(Claim claim) {
        var route = claim.route();
        return route == null ? "" : route.substring(0, route.indexOf('/'));
    }

    private Mono<Void> act(Claim claim) {
        return routes.action(claim).flatMap(found -> switch (found) {
            case Found.Ready ready -> pass(claim, ready.action());
            case Found.Held held -> hold(claim, held);
        });
    }

    private Mono<Void> hold(Claim claim, Found.Held held) {
        log.turnedAway("held");
        return giveBack(claim, clock.instant().plus(spread(LOOK_AGAIN)), held.reason());
    }

    private Mono<Void> pass(Claim claim, Action action) {
        var gate = gates.of(action.target().key());
        return gate.enter(claim.delivery(), action.target().limits()).flatMap(admission -> switch (admission) {
            case Admission.Go go -> attempts.make(claim, action, gate).flatMap(recorder::record);
            case Admission.Later later -> {
                log.turnedAway("full");
                yield giveBack(claim, later.at(), null);
            }
            case Admission.Broken broken -> {
                log.turnedAway("broken");
                yield giveBack(claim, broken.until(), broken.reason());
            }
        });
    }

    /** What nobody foresaw is told once, and the delivery comes back soon; if even that fails, by its lease. */
    private Mono<Void> notDelivered(Claim claim, Throwable error) {
        LOG.atError()
                .setMessage("delivery not made, it stays due")
                .addKeyValue("callback", claim.callback().id())
                .addKeyValue("delivery", claim.delivery())
                .setCause(error)
                .log();
        return giveBack(claim, clock.instant().plus(LOOK_AGAIN), null);
    }

    private Mono<Void> giveBack(Claim claim, Instant until, @Nullable String reason) {
        return recorder.giveBack(new GivenBack(claim, until, reason));
    }

    private static Duration spread(Duration over) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(over.toMillis() / 2, over.toMillis()));
    }
}
