package com.callbackers.operator.settings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * @param baseDomain that bare host labels sit under
 * @param url where a host is reached, with {@code {host}} in its place
 * @param namespace of everything that the operator makes
 * @param watchNamespaces whose routes count; empty: all
 * @param workerSelector labels of the workers' pods
 * @param labels put on everything that the operator makes
 */
public record OperatorSettings(
        String baseDomain,
        String url,
        String namespace,
        Set<String> watchNamespaces,
        String workerSelector,
        Map<String, String> labels,
        int managementPort,
        Hosts hosts,
        Exposure exposure,
        LeaderElection leaderElection) {

    /**
     * Of what the operator makes.
     *
     * @param component that it is for
     */
    public Map<String, String> labels(String component) {
        var all = new LinkedHashMap<>(labels);
        all.put("app.kubernetes.io/name", "callbackers");
        all.put("app.kubernetes.io/part-of", "callbackers");
        all.put("app.kubernetes.io/component", component);
        all.put("app.kubernetes.io/managed-by", "callbackers-operator");
        return all;
    }

    /**
     * @param others who may have a host that no delegation names
     * @param delegations the first that names a host decides
     */
    public record Hosts(Others others, List<Delegation> delegations) {}

    public enum Others {
        FIRST_COME,
        NAMESPACE_NAME,
        NOBODY
    }

    /** @param hosts labels or whole names, {@code *} at an end standing for anything; so the namespaces */
    public record Delegation(List<String> hosts, List<String> namespaces) {}

    public record Exposure(
            Mode mode,
            String service,
            int servicePort,
            Map<String, String> annotations,
            String ingressClass,
            Tls tls,
            String tlsSecret,
            List<Parent> parents) {}

    public enum Mode {
        /** An Ingress a host. */
        INGRESS,
        /** One Ingress for all labels under the base domain, and one for each host of a tenant's own. */
        WILDCARD,
        HTTP_ROUTE,
        NONE
    }

    public enum Tls {
        /** The secret is named after the host. */
        PER_HOST,
        SHARED,
        NONE
    }

    /** A Gateway; an empty namespace or section is none. */
    public record Parent(String name, String namespace, String sectionName) {}

    public record LeaderElection(
            boolean enabled, String leaseName, Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {}
}
