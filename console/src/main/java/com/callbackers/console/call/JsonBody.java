package com.callbackers.console.call;

import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a call brings along, to the letter: no field twice, and nothing after the end. */
public final class JsonBody {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    public static JsonNode read(byte[] json) {
        try {
            return STRICT.readTree(json);
        } catch (JacksonException e) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "the body is not JSON: " + e.getOriginalMessage());
        }
    }
}
