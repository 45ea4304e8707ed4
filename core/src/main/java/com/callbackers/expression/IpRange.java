package com.callbackers.expression;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of addresses: an address and how many of its leading bits count. */
record IpRange(IpAddress address, int prefix) {

    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    static IpRange parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 0 || !PREFIX.matcher(text.substring(slash + 1)).matches()) {
            throw new UnusableException("not an address range, such as 10.0.0.0/8");
        }
        var address = IpAddress.parse(text.substring(0, slash));
        var prefix = Integer.parseInt(text.substring(slash + 1));
        if (prefix > bits(address)) {
            throw new UnusableException("not an address range: more than " + bits(address) + " bits");
        }
        return new IpRange(address, prefix);
    }

    boolean contains(IpAddress other) {
        return address.family() == other.family()
                && mask(address).inet().equals(mask(other).inet());
    }

    boolean contains(IpRange other) {
        return prefix <= other.prefix && contains(other.address);
    }

    IpRange masked() {
        return new IpRange(mask(address), prefix);
    }

    private IpAddress mask(IpAddress of) {
        var bytes = of.inet().getAddress();
        for (int i = 0; i < bytes.length; i++) {
            var kept = Math.clamp(prefix - 8L * i, 0, 8);
            bytes[i] = (byte) (bytes[i] & (0xff << (8 - kept)));
        }
        try {
            return new IpAddress(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int bits(IpAddress address) {
        return address.family() == 4 ? 32 : 128;
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
