package com.callbackers.worker.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which addresses tenants may have requests sent to: what is public, and what the settings allow.
 *
 * <p>A tenant writes the URLs. Without this, a rule could read the cloud's metadata or reach into the cluster.
 */
public final class OutboundGuard {

    private static final List<Cidr> CLOSED_V4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32", // Azure's wire server: public by its number only
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final Cidr PUBLIC_V6 = Cidr.of("2000::/3");
    private static final List<Cidr> CLOSED_V6 = ranges("2001::/23", "2001:db8::/32", "3fff::/20");
    private static final Cidr SIX_TO_FOUR = Cidr.of("2002::/16");
    /** IPv4-mapped, IPv4-compatible and NAT64: the last four bytes are the address that is reached. */
    private static final List<Cidr> ENDS_IN_V4 = ranges("::ffff:0:0/96", "::/96", "64:ff9b::/96");

    private static final Pattern NUMBERS = Pattern.compile("(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+))*\\.?");
    private static final Pattern PLAIN_V4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private final List<Cidr> allowedRanges = new ArrayList<>();
    private final Set<String> allowedHosts = new HashSet<>();
    private final List<String> allowedDomains = new ArrayList<>();

    /**
     * @param allowed beyond what is public: ranges ({@code 10.1.0.0/16}), hosts ({@code erp.internal}), and all hosts
     *     under a domain ({@code *.erp.internal})
     * @throws IllegalArgumentException in words
     */
    public OutboundGuard(Collection<String> allowed) {
        for (var entry : allowed) {
            var text = entry.strip().toLowerCase(Locale.ROOT);
            if (text.contains("/")
                    || text.contains(":")
                    || NUMBERS.matcher(text).matches()) {
                allowedRanges.add(Cidr.of(text));
            } else if (text.startsWith("*.")) {
                allowedDomains.add(text.substring(1));
            } else {
                allowedHosts.add(text);
            }
        }
    }

    /** Why a host is not even looked up; nothing when it may be. */
    Optional<String> refusal(String host) {
        if (NUMBERS.matcher(host).matches() && !PLAIN_V4.matcher(host).matches()) {
            return Optional.of("the host " + host + " is a number in a form that programs read differently");
        }
        if (host.indexOf('%') >= 0) {
            return Optional.of("the host names a network interface");
        }
        return Optional.empty();
    }

    boolean permits(String host, InetAddress address) {
        return allowsHost(host.toLowerCase(Locale.ROOT))
                || allowedRanges.stream().anyMatch(range -> range.contains(address))
                || isPublic(address.getAddress());
    }

    private boolean allowsHost(String host) {
        return allowedHosts.contains(host) || allowedDomains.stream().anyMatch(host::endsWith);
    }

    private static boolean isPublic(byte[] address) {
        if (address.length == 4) {
            return CLOSED_V4.stream().noneMatch(range -> range.contains(address));
        }
        if (ENDS_IN_V4.stream().anyMatch(range -> range.contains(address))) {
            return isPublic(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return isPublic(Arrays.copyOfRange(address, 2, 6));
        }
        return PUBLIC_V6.contains(address) && CLOSED_V6.stream().noneMatch(range -> range.contains(address));
    }

    private static List<Cidr> ranges(String... ranges) {
        return Arrays.stream(ranges).map(Cidr::of).toList();
    }
}
