package com.callbackers.console.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that are wrong with a resource.
 *
 * @param field a path such as {@code spec.rules[0].when}; empty: all of it
 * @param line from 1, where it was given as text
 * @param column from 1
 */
@JsonInclude(Include.NON_NULL)
public record Finding(
        String field,
        String message,
        @Nullable Integer line,
        @Nullable Integer column) {}
