package com.callbackers.worker.deliver;

import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Claim;
import com.callbackers.route.Action;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each attempt: one wide line, and a timer. Never a body, a header or a URL. */
final class AttemptLog {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);

    private final MeterRegistry meters;

    AttemptLog(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param outcome redacted */
    void attempted(Claim claim, Action action, Outcome outcome, Verdict verdict) {
        var millis = outcome.timings().totalMillis();
        meters.timer("callbackers.attempts", "type", action.type(), "verdict", label(verdict))
                .record(Duration.ofMillis(millis));
        LOG.atInfo()
                .setMessage("attempt made")
                .addKeyValue("callback", claim.callback().id())
                .addKeyValue("delivery", claim.delivery())
                .addKeyValue("route", claim.route())
                .addKeyValue("rule", claim.rule())
                .addKeyValue("action", claim.action())
                .addKeyValue("destination", action.target().label())
                .addKeyValue("attempt", claim.attempt())
                .addKeyValue("result", outcome.words())
                .addKeyValue("millis", millis)
                .addKeyValue("verdict", label(verdict))
                .log();
    }

    void turnedAway(String why) {
        meters.counter("callbackers.turned.away", "why", why).increment();
    }

    private static String label(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Done done -> "done";
            case Verdict.RetryAt retry -> "retry";
            case Verdict.GiveUp giveUp -> "give up";
        };
    }
}
