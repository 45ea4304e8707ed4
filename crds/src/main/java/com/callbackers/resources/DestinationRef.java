package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A CallbackDestination in the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DestinationRef(@Nullable String name) {}
