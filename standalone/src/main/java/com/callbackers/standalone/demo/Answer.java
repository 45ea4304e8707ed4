package com.callbackers.standalone.demo;

import java.util.Map;

/** What a receiver says to one request. */
sealed interface Answer {

    /** The connection stays open and nothing comes. */
    record Nothing() implements Answer {}

    record Response(int status, String contentType, String body, Map<String, String> headers) implements Answer {}

    static Answer text(int status, String body) {
        return new Response(status, "text/plain; charset=utf-8", body, Map.of());
    }

    static Answer json(int status, String body) {
        return new Response(status, "application/json", body, Map.of());
    }

    static Answer html(String body) {
        return new Response(200, "text/html; charset=utf-8", body, Map.of());
    }

    static Answer tooMany(int retryAfterSeconds) {
        return new Response(
                429, "text/plain; charset=utf-8", "rate_limited", Map.of("retry-after", "" + retryAfterSeconds));
    }

    /** For the list of what was received. */
    default String told() {
        return switch (this) {
            case Nothing n -> "nothing";
            case Response response -> response.status() + " " + response.body();
        };
    }
}
