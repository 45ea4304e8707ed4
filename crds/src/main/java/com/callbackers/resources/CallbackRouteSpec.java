package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * @param hosts a bare label sits under the base domain, a dotted name is a host of the tenant's own; empty: the
 *     namespace's name
 * @param suspend keep recording, act on nothing
 * @param let in order; each sees those above it
 * @param senders the first that fits names the sender
 * @param requireSender callbacks of an unknown sender are rejected
 * @param rules every rule that fits acts, in order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CallbackRouteSpec(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> hosts,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean suspend,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LetSpec> let,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SenderSpec> senders,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean requireSender,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RuleSpec> rules) {

    public CallbackRouteSpec {
        hosts = Absent.orEmpty(hosts);
        let = Absent.orEmpty(let);
        senders = Absent.orEmpty(senders);
        rules = Absent.orEmpty(rules);
    }
}
