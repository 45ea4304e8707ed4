package com.callbackers.delivery;

import com.callbackers.callback.Header;
import java.util.List;
import java.util.Optional;

/** What came of an attempt. */
public sealed interface Outcome {

    Timings timings();

    /** What came of it, for people: {@code HTTP 503}, or the error. */
    String words();

    /**
     * The receiver answered.
     *
     * @param body the first 64 KiB
     */
    record Answered(int status, List<Header> headers, byte[] body, boolean truncated, Timings timings)
            implements Outcome {

        @Override
        public String words() {
            return "HTTP " + status;
        }

        public Optional<String> header(String name) {
            return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
        }

        public boolean successful() {
            return status >= 200 && status < 300;
        }

        @Override
        public String toString() {
            return "Answered[" + status + "]";
        }
    }

    /** No connection, or it broke before an answer. */
    record Unreachable(String error, Timings timings) implements Outcome {

        @Override
        public String words() {
            return error;
        }
    }

    /** No whole answer within the action's timeout. */
    record TimedOut(String error, Timings timings) implements Outcome {

        @Override
        public String words() {
            return error;
        }
    }

    /** We did not send: the address is one that tenants may not reach, or the request cannot be built. */
    record Forbidden(String error, Timings timings) implements Outcome {

        @Override
        public String words() {
            return error;
        }
    }
}
