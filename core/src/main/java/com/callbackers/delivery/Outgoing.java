package com.callbackers.delivery;

import com.callbackers.callback.Header;
import java.time.Duration;
import java.util.List;

/**
 * A request ready to be sent, secrets included: never log it and never store it as it is.
 *
 * @param followRedirects at most five hops, each address checked
 */
public record Outgoing(
        String method, String url, List<Header> headers, byte[] body, Duration timeout, boolean followRedirects) {

    public Outgoing {
        headers = List.copyOf(headers);
    }

    @Override
    public String toString() {
        return "Outgoing[" + method + ", " + body.length + " bytes]";
    }
}
