package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a request that a rule asks for; all given parts must fit. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record MatchSpec(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> methods,
        @Nullable PathSpec path,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ValueSpec> headers,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ValueSpec> query,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> senders) {

    public MatchSpec {
        methods = Absent.orEmpty(methods);
        headers = Absent.orEmpty(headers);
        query = Absent.orEmpty(query);
        senders = Absent.orEmpty(senders);
    }

    /** @param type Exact, Prefix (default) or RegularExpression */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PathSpec(@Nullable String type, @Nullable String value) {}

    /** @param type Exact (default) or RegularExpression */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ValueSpec(
            @Nullable String name,
            @Nullable String type,
            @Nullable String value) {}
}
