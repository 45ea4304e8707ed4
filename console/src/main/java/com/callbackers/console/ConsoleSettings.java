package com.callbackers.console;

import com.callbackers.console.login.LoginSettings;
import com.callbackers.queue.QueueType;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be set of the console.
 *
 * @param url where browsers find the console; its host is allowed too
 * @param allowedHosts names that browsers may reach the console by, without port
 * @param maxBody of a body that a replay brings along
 * @param queueType as the workers have it
 * @param kubernetes where the routes are read and saved
 * @param baseDomain that bare host labels sit under, as the operator has it
 * @param login who may do what
 */
@ConfigurationProperties("callbackers.console")
record ConsoleSettings(
        @Nullable URI url,
        @DefaultValue({"localhost", "127.0.0.1", "[::1]"}) Set<String> allowedHosts,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("quorum") QueueType queueType,
        @DefaultValue Kubernetes kubernetes,
        @DefaultValue("callbackers.com") String baseDomain,
        @DefaultValue LoginSettings login) {

    /** @param enabled whether there is a Kubernetes API to read routes from */
    record Kubernetes(@DefaultValue("false") boolean enabled) {}

    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9._-]+|\\[[0-9a-fA-F:.]+]");
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*");
    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(64);

    ConsoleSettings {
        check(!login.isRequired() || url != null, "url is needed where users log in: they come back to it");
        check(url == null || isOrigin(url), "url is like https://console.example.com, not '%s'".formatted(url));
        check(!allowedHosts.isEmpty(), "allowed-hosts names at least one host");
        allowedHosts.forEach(host -> check(
                HOST.matcher(host).matches(),
                "allowed-hosts are names or addresses without scheme and port, not '%s'".formatted(host)));
        allowedHosts = withHost(allowedHosts, url);
        check(
                DOMAIN.matcher(baseDomain).matches(),
                "base-domain is a domain in lower case, such as callbackers.com, not '%s'".formatted(baseDomain));
        check(
                maxBody.toBytes() > 0 && maxBody.compareTo(LARGEST_BODY) <= 0,
                "max-body is from 1B to %s, not %s".formatted(LARGEST_BODY, maxBody));
    }

    private static boolean isOrigin(URI url) {
        return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static Set<String> withHost(Set<String> allowed, @Nullable URI url) {
        var hosts = new HashSet<>(allowed);
        if (url != null) {
            hosts.add(url.getHost());
        }
        return Set.copyOf(hosts);
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException("callbackers.console." + sentence);
        }
    }
}
