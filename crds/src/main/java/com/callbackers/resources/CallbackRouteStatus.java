package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param rules how many the route has
 * @param conditions Accepted, ResolvedRefs, Programmed and Ready
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CallbackRouteStatus(
        @Nullable Long observedGeneration,
        @Nullable Integer rules,
        List<HostStatus> hosts,
        List<Condition> conditions) {

    public CallbackRouteStatus {
        hosts = Absent.orEmpty(hosts);
        conditions = Absent.orEmpty(conditions);
    }

    public CallbackRouteStatus(@Nullable Long observedGeneration, List<HostStatus> hosts, List<Condition> conditions) {
        this(observedGeneration, null, hosts, conditions);
    }

    /**
     * @param state Claimed or Conflict
     * @param message such as who holds the host
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record HostStatus(
            String host,
            String state,
            @Nullable String url,
            @Nullable String message) {

        public HostStatus(String host, String state, @Nullable String url) {
            this(host, state, url, null);
        }
    }
}
