package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A sender is recognised by an expression, proved by a signature, or both. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SenderSpec(
        @Nullable String name,
        @Nullable String when,
        @Nullable VerifySpec verify) {}
