package com.callbackers.edge;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses that share a prefix, written like {@code 10.0.0.0/8}; an address alone is a range of one. */
record AddressRange(InetAddress network, int prefix) {

    AddressRange {
        int bits = network.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "'" + NetUtil.toAddressString(network) + "/" + prefix + "': the prefix is from 0 to " + bits);
        }
    }

    /** Of this name and public, since settings are converted by it. */
    public static AddressRange valueOf(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress network = address(address).orElseThrow(() -> notARange(text));
        if (slash < 0) {
            return new AddressRange(network, network.getAddress().length * 8);
        }
        try {
            return new AddressRange(network, Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw notARange(text);
        }
    }

    boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (own[i] != other[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || (own[whole] & 0xff) >> (8 - rest) == (other[whole] & 0xff) >> (8 - rest);
    }

    /** An address literal, never a name: nothing is looked up. An IPv4 address within IPv6 is the IPv4 one. */
    static Optional<InetAddress> address(String literal) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException notARange(String text) {
        return new IllegalArgumentException("'" + text + "' is not an address range like 10.0.0.0/8 or fd00::/8");
    }
}
