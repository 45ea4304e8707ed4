package com.callbackers.edge;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the sender's address from the address that a request came from, believing only proxies that we know. */
final class TrustedProxies {

    private final List<AddressRange> ranges;

    TrustedProxies(List<AddressRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /**
     * The nearest address that is not a trusted proxy's. What a trusted proxy wrote is read from the right, since
     * anything to the left of an untrusted address can be made up; where it stops making sense, the last proxy is it.
     *
     * @param forwardedFor the values of X-Forwarded-For, in their order
     */
    String sender(@Nullable SocketAddress peer, List<String> forwardedFor) {
        if (!(peer instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return "";
        }
        InetAddress sender = AddressRange.address(NetUtil.toAddressString(socket.getAddress()))
                .orElse(socket.getAddress());
        for (int line = forwardedFor.size() - 1; line >= 0; line--) {
            String[] hops = forwardedFor.get(line).split(",", -1);
            for (int hop = hops.length - 1; hop >= 0; hop--) {
                if (!trusts(sender)) {
                    return NetUtil.toAddressString(sender);
                }
                Optional<InetAddress> before = address(hops[hop].strip());
                if (before.isEmpty()) {
                    return NetUtil.toAddressString(sender);
                }
                sender = before.get();
            }
        }
        return NetUtil.toAddressString(sender);
    }

    private boolean trusts(InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Some proxies write the port as well: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
    private static Optional<InetAddress> address(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? Optional.empty() : AddressRange.address(hop.substring(1, end));
        }
        int colon = hop.indexOf(':');
        boolean port = colon >= 0 && colon == hop.lastIndexOf(':');
        return AddressRange.address(port ? hop.substring(0, colon) : hop);
    }
}
