package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request passed on, with what is set here in place of its own.
 *
 * @param pathMode Append (default): the callback's path after the URL's; Replace: the URL's own
 * @param body a template
 * @param bodyExpression CEL that gives a value, sent as JSON
 * @param timeout for the whole attempt; wins over that of {@code retry}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ForwardSpec(
        @Nullable String url,
        @Nullable DestinationRef destinationRef,
        @Nullable String pathMode,
        @Nullable String method,
        @Nullable HeadersSpec headers,
        @Nullable String body,
        @Nullable String bodyExpression,
        @Nullable SignSpec sign,
        @Nullable String timeout,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean followRedirects) {

    /** @param set templates by header name */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record HeadersSpec(Map<String, String> set, List<String> remove) {

        public HeadersSpec {
            set = Absent.orEmpty(set);
            remove = Absent.orEmpty(remove);
        }
    }
}
