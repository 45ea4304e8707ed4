package com.callbackers.console;

import com.callbackers.queue.QueueType;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be set of the console.
 *
 * @param allowedHosts names that browsers may reach the console by, without port
 * @param maxBody of a body that a replay brings along
 * @param queueType as the workers have it
 * @param kubernetes where the routes are read
 */
@ConfigurationProperties("callbackers.console")
record ConsoleSettings(
        @DefaultValue({"localhost", "127.0.0.1", "[::1]"}) Set<String> allowedHosts,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("quorum") QueueType queueType,
        @DefaultValue Kubernetes kubernetes) {

    /** @param enabled whether there is a Kubernetes API to read routes from */
    record Kubernetes(@DefaultValue("false") boolean enabled) {}

    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9._-]+|\\[[0-9a-fA-F:.]+]");
    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(64);

    ConsoleSettings {
        allowedHosts = Set.copyOf(allowedHosts);
        check(!allowedHosts.isEmpty(), "allowed-hosts names at least one host");
        allowedHosts.forEach(host -> check(
                HOST.matcher(host).matches(),
                "allowed-hosts are names or addresses without scheme and port, not '%s'".formatted(host)));
        check(
                maxBody.toBytes() > 0 && maxBody.compareTo(LARGEST_BODY) <= 0,
                "max-body is from 1B to %s, not %s".formatted(LARGEST_BODY, maxBody));
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException("callbackers.console." + sentence);
        }
    }
}
