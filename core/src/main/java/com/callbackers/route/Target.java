package com.callbackers.route;

import com.callbackers.callback.Header;
import com.callbackers.signature.StandardWebhooksSigner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an action sends to, its references resolved; holds secrets.
 *
 * @param label what people see: the destination's name, with its namespace when it is another's; the origin of a plain
 *     URL; or {@code secret name/key}
 * @param key what pace, concurrency and breaker are kept by: namespace and label at its owner
 * @param headers set on each request, credentials among them
 * @param secrets every secret value that could appear in what is sent
 */
public record Target(
        String label,
        String key,
        String url,
        List<Header> headers,
        @Nullable StandardWebhooksSigner signer,
        boolean suspended,
        Limits limits,
        Set<String> secrets) {

    /**
     * @param perSecond null: no limit
     * @param concurrency requests in flight from one worker
     * @param breakerFailures failures within the window that open the breaker
     */
    public record Limits(
            @Nullable Double perSecond,
            int burst,
            int concurrency,
            int breakerFailures,
            Duration breakerWindow,
            Duration probeEvery) {

        public static final Limits HTTP = new Limits(null, 1, 10, 10, Duration.ofMinutes(5), Duration.ofSeconds(30));
        /** Slack takes one message a second for each webhook. */
        public static final Limits SLACK = new Limits(1.0, 1, 10, 10, Duration.ofMinutes(5), Duration.ofSeconds(30));
    }

    /** The same, as the routes of another namespace name it. */
    public Target labelled(String other) {
        return new Target(other, key, url, headers, signer, suspended, limits, secrets);
    }

    @Override
    public String toString() {
        return "Target[" + key + "]";
    }
}
