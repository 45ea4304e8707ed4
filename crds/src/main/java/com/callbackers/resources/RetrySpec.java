package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a failed delivery is tried again; what is not given is the destination's, else the default.
 *
 * @param schedule one wait a retry; an empty list: no retry
 * @param timeout for the whole attempt
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RetrySpec(
        @Nullable List<String> schedule,
        @Nullable Integer jitterPercent,
        @Nullable String timeout) {}
