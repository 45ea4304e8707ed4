package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a rule knows a repeat.
 *
 * @param key CEL; callbacks for which it gives the same value are the same
 * @param window how long after one of them the others are repeats
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DedupSpec(@Nullable String key, @Nullable String window) {}
