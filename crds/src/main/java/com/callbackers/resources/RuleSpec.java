package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What fits, and what to do then.
 *
 * @param when CEL, true or false
 * @param dedup not given: each callback that fits is acted on
 * @param stop no later rule is looked at once this one fits
 * @param actions none: what fits is filtered out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RuleSpec(
        @Nullable String name,
        @Nullable MatchSpec match,
        @Nullable String when,
        @Nullable DedupSpec dedup,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean stop,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ActionSpec> actions) {

    public RuleSpec {
        actions = Absent.orEmpty(actions);
    }
}
