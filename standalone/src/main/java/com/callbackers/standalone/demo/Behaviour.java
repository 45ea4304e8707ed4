package com.callbackers.standalone.demo;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a receiver answers.
 *
 * @param status of a failure
 * @param retryAfterSeconds what a 429 tells
 * @param times for how many requests; null: until told otherwise
 */
record Behaviour(
        Mode mode,
        int status,
        int retryAfterSeconds,
        @Nullable Integer times) {

    enum Mode {
        OK("ok"),
        FAIL("fail"),
        HANG("hang"),
        RATE_LIMIT("rate-limit");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        static Mode of(String word) {
            return Arrays.stream(values())
                    .filter(mode -> mode.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("mode is one of ok, fail, hang, rate-limit"));
        }
    }

    static final Behaviour USUAL = new Behaviour(Mode.OK, 500, 1, null);

    static Behaviour read(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("a behaviour is a JSON object, such as {\"mode\": \"fail\"}");
        }
        var mode = Mode.of(json.path("mode").asString(""));
        var status = number(json, "status", 500, 100, 599);
        var retryAfter = number(json, "retryAfterSeconds", 1, 0, 86_400);
        var times = json.has("times") ? number(json, "times", 1, 1, Integer.MAX_VALUE) : null;
        return new Behaviour(mode, status, retryAfter, times);
    }

    private static Integer number(JsonNode json, String field, int otherwise, int least, int most) {
        var value = json.path(field);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw new IllegalArgumentException(field + " is a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    /** What is left of it after one more request. */
    Behaviour afterOne() {
        if (times == null) {
            return this;
        }
        return times == 1 ? USUAL : new Behaviour(mode, status, retryAfterSeconds, times - 1);
    }
}
