package com.callbackers.worker.deliver;

import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Outgoing;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Claim;
import com.callbackers.journal.Deliveries.Made;
import com.callbackers.route.Action;
import com.callbackers.worker.gate.Gate;
import com.callbackers.worker.outbound.Exchange;
import com.callbackers.worker.outbound.HttpDelivery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Makes one attempt: prepares, sends, leaves the gate, judges, and replaces secrets. */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final HttpDelivery http;
    private final AttemptLog log;
    private final Clock clock;
    private final Duration longest;

    /** @param longest bounds the timeout that an action asks for */
    Attempts(HttpDelivery http, AttemptLog log, Clock clock, Duration longest) {
        this.http = http;
        this.log = log;
        this.clock = clock;
        this.longest = longest;
    }

    Mono<Made> make(Claim claim, Action action, Gate gate) {
        return Mono.defer(() -> {
            var at = clock.instant();
            return exchange(claim, action, at).map(exchange -> made(claim, action, gate, at, exchange));
        });
    }

    private Mono<Exchange> exchange(Claim claim, Action action, Instant at) {
        try {
            var outgoing = action.prepare(claim.delivery(), claim.callback(), claim.rendered(), at);
            return http.send(bounded(outgoing), action.target().secrets());
        } catch (RuntimeException e) {
            LOG.atError()
                    .setMessage("request could not be prepared")
                    .addKeyValue("delivery", claim.delivery())
                    .addKeyValue("kind", e.getClass().getName())
                    .log();
            return Mono.just(new Exchange(
                    new Attempt.Sent("", action.target().label(), List.of(), null),
                    new Outcome.Forbidden(
                            "the request cannot be made from this callback", new Timings(null, null, 0))));
        }
    }

    private Outgoing bounded(Outgoing asked) {
        return asked.timeout().compareTo(longest) <= 0
                ? asked
                : new Outgoing(
                        asked.method(), asked.url(), asked.headers(), asked.body(), longest, asked.followRedirects());
    }

    private Made made(Claim claim, Action action, Gate gate, Instant at, Exchange exchange) {
        var outcome = exchange.outcome();
        var verdict = action.judge(outcome, claim.attempt(), clock.instant(), () -> ThreadLocalRandom.current()
                .nextDouble());
        leave(gate, action, outcome, verdict);
        var redaction = new Redaction(action.target().secrets());
        var redacted = redaction.outcome(outcome);
        log.attempted(claim, action, redacted, verdict);
        var sent = redaction.sent(exchange.sent(), claim.callback().body());
        return new Made(claim, new Attempt(claim.attempt(), at, sent, redacted), verdict);
    }

    private static void leave(Gate gate, Action action, Outcome outcome, Verdict verdict) {
        var limits = action.target().limits();
        var took = Duration.ofMillis(outcome.timings().totalMillis());
        switch (outcome) {
            case Outcome.Answered answered
            when answered.status() == 429 -> {
                if (verdict instanceof Verdict.RetryAt retry
                        && answered.header("retry-after").isPresent()) {
                    gate.pause(retry.at());
                }
                gate.leave(limits);
            }
            case Outcome.Answered answered when answered.status() >= 500 -> gate.leaveFailed(limits, took);
            case Outcome.Answered answered -> gate.leaveWell(limits, took);
            case Outcome.Unreachable unreachable -> gate.leaveFailed(limits, took);
            case Outcome.TimedOut late -> gate.leaveFailed(limits, took);
            case Outcome.Forbidden forbidden -> gate.leave(limits);
        }
    }
}
