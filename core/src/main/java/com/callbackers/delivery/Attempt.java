package com.callbackers.delivery;

import com.callbackers.callback.Header;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One try to deliver, as it is kept: secrets are already replaced. */
public record Attempt(int number, Instant at, Sent sent, Outcome outcome) {

    /** @param body null: the callback's own bytes were sent */
    public record Sent(String method, String url, List<Header> headers, byte @Nullable [] body) {

        @Override
        public String toString() {
            return "Sent[" + method + "]";
        }
    }
}
