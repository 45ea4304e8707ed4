package com.callbackers.worker.outbound;

import io.netty.util.NetUtil;
import java.net.InetAddress;

/** A range of addresses such as {@code 10.0.0.0/8}; one address alone is a range too. */
record Cidr(byte[] network, int bits) {

    /** @throws IllegalArgumentException in words */
    static Cidr of(String text) {
        var slash = text.indexOf('/');
        var network = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException("'" + text + "' is not an address range such as 10.0.0.0/8");
        }
        return new Cidr(network, slash < 0 ? network.length * 8 : bits(text, slash, network.length * 8));
    }

    private static int bits(String text, int slash, int most) {
        try {
            var bits = Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= most) {
                return bits;
            }
        } catch (NumberFormatException notANumber) {
            // said below, as for a number out of bounds
        }
        throw new IllegalArgumentException("'" + text + "' needs a number from 0 to " + most + " after the slash");
    }

    boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit += 8) {
            var mask = bits - bit >= 8 ? 0xFF : (0xFF << (8 - (bits - bit))) & 0xFF;
            if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
