package com.callbackers.standalone.demo;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers in the words of Slack's incoming webhooks. */
final class SlackLook {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PAYLOAD = "payload=";

    private SlackLook() {}

    static Answer answer(String method, String contentType, byte[] body) {
        if (!method.equals("POST")) {
            return Answer.text(400, "invalid_payload");
        }
        try {
            var message = JSON.readTree(payload(contentType, body));
            if (message == null || !message.isObject()) {
                return Answer.text(400, "invalid_payload");
            }
            return says(message) ? Answer.text(200, "ok") : Answer.text(400, "no_text");
        } catch (JacksonException | IllegalArgumentException e) {
            return Answer.text(400, "invalid_payload");
        }
    }

    static Answer failure(int status) {
        return Answer.text(
                status,
                switch (status) {
                    case 400 -> "invalid_payload";
                    case 403 -> "action_prohibited";
                    case 404 -> "no_service";
                    case 410 -> "channel_is_archived";
                    default -> "rollup_error";
                });
    }

    private static String payload(String contentType, byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        return contentType.startsWith(FORM) && text.startsWith(PAYLOAD)
                ? URLDecoder.decode(text.substring(PAYLOAD.length()), StandardCharsets.UTF_8)
                : text;
    }

    private static boolean says(JsonNode message) {
        return !message.path("text").asString("").isBlank()
                || !message.path("blocks").isEmpty()
                || !message.path("attachments").isEmpty();
    }
}
