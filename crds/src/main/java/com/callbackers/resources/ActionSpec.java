package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to do with a callback that fits.
 *
 * @param type Slack or Forward; the field of that name says more
 * @param destinationRef where to; or said in {@code slack} or {@code forward}
 * @param retryOn Connection, Timeout, a status such as 503 or a class such as 5xx; empty: the default of the type
 * @param orderBy CEL: callbacks with the same value are delivered one after another
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ActionSpec(
        @Nullable String name,
        @Nullable String type,
        @Nullable DestinationRef destinationRef,
        @Nullable SlackSpec slack,
        @Nullable ForwardSpec forward,
        @Nullable RetrySpec retry,

        @NumbersToo @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> retryOn,

        @Nullable String orderBy) {

    public ActionSpec {
        retryOn = Absent.orEmpty(retryOn);
    }
}
