package com.callbackers.worker.decide;

import com.callbackers.callback.Callback;
import com.callbackers.journal.Decisions;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.journal.Decisions.Recorded;
import com.callbackers.queue.Gathering;
import com.callbackers.queue.Work;
import com.callbackers.route.Decision;
import com.callbackers.worker.announce.Announcer;
import com.callbackers.worker.deliver.Hands;
import com.callbackers.worker.lookup.RouteLookup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Decides callbacks in batches.
 *
 * <p>A callback that cannot be decided stays undecided: the sweep brings it again, at its own slow pace, and a worker
 * that can decide it will. Giving it a final state would hide our mistake in the tenant's journal.
 */
public final class Decider {

    private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

    private static final int MOST = 128;
    private static final int ABREAST = 2;

    /** A database that hangs shows nothing by itself. */
    private static final Duration JOURNAL = Duration.ofSeconds(10);

    private final Decisions decisions;
    private final RouteLookup routes;
    private final Replays replays;
    private final Announcer announcer;
    private final Hands hands;
    private final Scheduler scheduler;
    private final Gathering<UUID> gathering = new Gathering<>(MOST, ABREAST, this::decideTogether, Decider::notDecided);

    /** @param scheduler where expressions are evaluated, away from the event loops */
    public Decider(Decisions decisions, RouteLookup routes, Announcer announcer, Hands hands, Scheduler scheduler) {
        this.decisions = decisions;
        this.routes = routes;
        this.replays = new Replays(decisions::decidedBy, routes);
        this.announcer = announcer;
        this.hands = hands;
        this.scheduler = scheduler;
    }

    /** Completes when those of the ids that were undecided are decided, and their deliveries in hand or announced. */
    public CompletionStage<Void> decide(List<UUID> ids) {
        return gathering.add(ids).toFuture();
    }

    private Mono<Void> decideTogether(List<UUID> ids) {
        return Flux.fromIterable(ids).buffer(MOST).concatMap(this::decideSome).then();
    }

    private Mono<Void> decideSome(List<UUID> ids) {
        return decisions
                .undecided(ids)
                .timeout(JOURNAL)
                .publishOn(scheduler)
                .flatMapMany(Flux::fromIterable)
                .concatMap(this::decide)
                .collectList()
                .flatMap(this::record)
                .flatMap(deliveries -> Mono.fromCompletionStage(announcer.announce(Work.DELIVERIES, deliveries)));
    }

    /** @return the deliveries that are left to others */
    private Mono<List<UUID>> record(List<Decided> decided) {
        return hands.take(deliveries(decided))
                .flatMap(taken -> Mono.defer(() -> decisions.record(decided, taken, hands.lease()))
                        .timeout(JOURNAL)
                        .doOnError(error -> hands.giveBack(taken))
                        .doOnNext(recorded -> {
                            hands.giveBack(taken - recorded.claims().size());
                            hands.deliver(recorded.claims());
                        })
                        .map(Recorded::deliveries));
    }

    private static int deliveries(List<Decided> decided) {
        return decided.stream()
                .mapToInt(one -> one.decision().deliveries().size())
                .sum();
    }

    private static void notDecided(List<UUID> ids, Throwable error) {
        LOG.atWarn()
                .setMessage("callbacks not decided, they stay due")
                .addKeyValue("callbacks", ids.size())
                .setCause(error)
                .log();
    }

    private Mono<Decided> decide(Callback callback) {
        var replay = callback.replay();
        if (replay == null) {
            return Mono.justOrEmpty(decided(callback, () -> routes.table().decide(callback)));
        }
        return replays.rulesOf(replay)
                .publishOn(scheduler)
                .flatMap(rules -> Mono.justOrEmpty(decided(callback, () -> replays.decide(callback, replay, rules))))
                .onErrorResume(error -> {
                    undecided(callback, error);
                    return Mono.empty();
                });
    }

    /** Deeply nested bodies can end a stack, which Reactor would take for the end of the process. */
    private static Optional<Decided> decided(Callback callback, Supplier<Decision> decision) {
        try {
            return Optional.of(new Decided(callback, decision.get()));
        } catch (RuntimeException | StackOverflowError error) {
            undecided(callback, error);
            return Optional.empty();
        }
    }

    private static void undecided(Callback callback, Throwable error) {
        LOG.atError()
                .setMessage("callback could not be decided, it stays due")
                .addKeyValue("callback", callback.id())
                .addKeyValue("host", callback.host())
                .setCause(error)
                .log();
    }
}
