package com.callbackers.journal;

import java.util.Map;
import java.util.Set;

/** Whose callbacks. */
public sealed interface Tenants {

    Tenants ALL = new All();

    /** Holds for their callbacks, which are {@code c} of a query. */
    String condition();

    /** Of the condition. */
    Map<String, Object> values();

    record All() implements Tenants {

        @Override
        public String condition() {
            return "true";
        }

        @Override
        public Map<String, Object> values() {
            return Map.of();
        }
    }

    /**
     * Those of some.
     *
     * @param namespaces that have the routes which decided
     * @param hosts by which those are theirs that no route has decided
     */
    record Some(Set<String> namespaces, Set<String> hosts) implements Tenants {

        public Some {
            namespaces = Set.copyOf(namespaces);
            hosts = Set.copyOf(hosts);
        }

        @Override
        public String condition() {
            return "(split_part(c.route, '/', 1) = any(:namespaces) or (c.route is null and c.host = any(:hosts)))";
        }

        @Override
        public Map<String, Object> values() {
            return Map.of("namespaces", namespaces.toArray(String[]::new), "hosts", hosts.toArray(String[]::new));
        }
    }
}
