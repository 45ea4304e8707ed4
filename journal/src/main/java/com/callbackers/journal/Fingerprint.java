package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.expression.BodyShape;

/** Tells senders apart that nobody has named: the product of their user agent, where they call from, what they send. */
final class Fingerprint {

    private static final int LENGTH = 100;

    private Fingerprint() {}

    static String of(Callback callback) {
        var agent = callback.header("user-agent").map(Fingerprint::product).orElse("-");
        return Storable.text(agent + " @ " + callback.remoteAddress() + " " + BodyShape.of(callback));
    }

    /** Without its version, which changes while the sender stays the same. */
    private static String product(String userAgent) {
        var product = userAgent.strip().split("[/\\s(]", 2)[0];
        return product.isEmpty() ? "-" : product.substring(0, Math.min(product.length(), LENGTH));
    }
}
