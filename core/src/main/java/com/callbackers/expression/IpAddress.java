package com.callbackers.expression;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;

/** An address of version 4 or 6, written as a literal. */
record IpAddress(InetAddress inet) {

    static IpAddress parse(String text) {
        if (!Network.isAddress(text)) {
            throw new UnusableException("not an IP address");
        }
        return new IpAddress(InetAddresses.forString(text));
    }

    long family() {
        return inet.getAddress().length == 4 ? 4 : 6;
    }

    boolean linkLocalMulticast() {
        var bytes = inet.getAddress();
        return bytes.length == 4
                ? (bytes[0] & 0xff) == 224 && bytes[1] == 0 && bytes[2] == 0
                : (bytes[0] & 0xff) == 0xff && (bytes[1] & 0x0f) == 2;
    }

    boolean globalUnicast() {
        var broadcast = family() == 4 && InetAddresses.coerceToInteger(inet) == -1;
        return !broadcast
                && !inet.isAnyLocalAddress()
                && !inet.isLoopbackAddress()
                && !inet.isMulticastAddress()
                && !inet.isLinkLocalAddress();
    }

    @Override
    public String toString() {
        return InetAddresses.toAddrString(inet);
    }
}
