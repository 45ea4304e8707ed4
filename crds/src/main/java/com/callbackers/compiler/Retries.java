package com.callbackers.compiler;

import com.callbackers.delivery.RetryPolicy;
import com.callbackers.delivery.RetrySchedule;
import com.callbackers.resources.RetrySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks retry settings and lays them over each other. */
final class Retries {

    private static final Duration LONGEST_WAIT = Duration.ofDays(7);
    /** A worker's lease on a delivery has to outlast an attempt. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(5);

    private static final Pattern CAUSE = Pattern.compile("Connection|Timeout|[345](?:[0-9]{2}|xx)");

    private final Findings findings;

    Retries(Findings findings) {
        this.findings = findings;
    }

    /** What the settings say, over a policy for what they do not say. */
    RetryPolicy over(RetryPolicy otherwise, @Nullable RetrySpec spec, Field field) {
        if (spec == null) {
            return otherwise;
        }
        var schedule = new RetrySchedule(
                delays(spec.schedule(), otherwise.schedule().delays(), field.at("schedule")),
                findings.within(
                        spec.jitterPercent(), 0, 100, otherwise.schedule().jitterPercent(), field.at("jitterPercent")));
        return new RetryPolicy(
                schedule, timeout(spec.timeout(), otherwise.timeout(), field.at("timeout")), otherwise.retryOn());
    }

    Duration timeout(@Nullable String text, Duration otherwise, Field field) {
        return Durations.read(text, LONGEST_ATTEMPT, otherwise, field, findings);
    }

    RetryPolicy on(RetryPolicy policy, List<String> causes, Field field) {
        if (causes.isEmpty()) {
            return policy;
        }
        findings.atMost(Sizes.RETRY_CAUSES, causes, field);
        for (int i = 0; i < causes.size(); i++) {
            if (!CAUSE.matcher(causes.get(i)).matches()) {
                findings.invalid(
                        field.at(i),
                        "'" + causes.get(i) + "' is no reason to retry; use Connection, Timeout, a status like 503 "
                                + "or a class like 5xx");
            }
        }
        return new RetryPolicy(policy.schedule(), policy.timeout(), new LinkedHashSet<>(causes));
    }

    private List<Duration> delays(@Nullable List<String> texts, List<Duration> otherwise, Field field) {
        if (texts == null) {
            return otherwise;
        }
        findings.atMost(Sizes.RETRIES, texts, field);
        var delays = new ArrayList<Duration>();
        for (int i = 0; i < texts.size(); i++) {
            delays.add(Durations.read(texts.get(i), LONGEST_WAIT, Duration.ZERO, field.at(i), findings));
        }
        return delays;
    }
}
