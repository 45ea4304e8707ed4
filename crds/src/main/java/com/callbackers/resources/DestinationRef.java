package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A CallbackDestination.
 *
 * @param namespace the route's own unless given; another one has to allow it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DestinationRef(
        @Nullable String name, @Nullable String namespace) {}
