package com.callbackers.localkube.api;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.refusal.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** @param warnings what the one who asked should know beside the answer */
public record Reply(int code, String contentType, byte[] body, List<String> warnings) {

    private static final String JSON = "application/json";

    public static Reply json(int code, JsonNode body) {
        return json(code, Json.bytes(body));
    }

    public static Reply json(int code, byte[] body) {
        return new Reply(code, JSON, body, List.of());
    }

    public static Reply text(int code, String text) {
        return new Reply(code, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), List.of());
    }

    public static Reply refusal(RefusedException refusal) {
        return json(refusal.code(), refusal.status());
    }

    Reply with(List<String> moreWarnings) {
        return new Reply(code, contentType, body, moreWarnings);
    }

    @Override
    public String toString() {
        return code + " " + body.length + " bytes";
    }
}
