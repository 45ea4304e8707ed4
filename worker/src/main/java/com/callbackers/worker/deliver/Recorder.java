package com.callbackers.worker.deliver;

import com.callbackers.journal.Deliveries.GivenBack;
import com.callbackers.journal.Deliveries.Made;
import com.callbackers.queue.Gathering;
import com.callbackers.queue.Work;
import com.callbackers.worker.announce.Announcer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Records what came of claims: attempts that were made, and claims that go back without one. */
final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int MOST = 128;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Function<List<Made>, Mono<List<UUID>>> record;
    private final Announcer announcer;
    private final Duration persistence;
    private final Gathering<Made> attempts = new Gathering<>(MOST, 1, this::write, Recorder::attemptsLost);
    private final Gathering<GivenBack> returns;

    /** @param persistence how long a write is tried again; after that the lease runs out and the attempt is made anew */
    Recorder(
            Function<List<Made>, Mono<List<UUID>>> record,
            Function<List<GivenBack>, Mono<Void>> giveBack,
            Announcer announcer,
            Duration persistence) {
        this.record = record;
        this.announcer = announcer;
        this.persistence = persistence;
        this.returns = new Gathering<>(MOST, 1, given -> giveBack.apply(given).timeout(TIMEOUT), Recorder::returnsLost);
    }

    /** Completes when the attempt is recorded, or will not be. */
    Mono<Void> record(Made made) {
        return attempts.add(List.of(made));
    }

    /** Completes when the claim is given back, or will be when its lease is over. */
    Mono<Void> giveBack(GivenBack claim) {
        return returns.add(List.of(claim));
    }

    private Mono<Void> write(List<Made> made) {
        return Mono.defer(() -> record.apply(made).timeout(TIMEOUT))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100)).maxBackoff(Duration.ofSeconds(2)))
                .timeout(persistence)
                .doOnNext(freed -> announcer.announce(Work.DELIVERIES, freed))
                .then();
    }

    private static void attemptsLost(List<Made> made, Throwable failure) {
        LOG.atWarn()
                .setMessage("attempts not recorded, their deliveries will be made again")
                .addKeyValue("attempts", made.size())
                .setCause(failure)
                .log();
    }

    private static void returnsLost(List<GivenBack> claims, Throwable failure) {
        LOG.atWarn()
                .setMessage("deliveries not given back, they are due when their lease is over")
                .addKeyValue("deliveries", claims.size())
                .setCause(failure)
                .log();
    }
}
