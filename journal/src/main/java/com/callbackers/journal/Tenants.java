package com.callbackers.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

        /** A namespace as a range of routes, which Postgres knows how many callbacks has, and finds by its index. */
        @Override
        public String condition() {
            var ranges = IntStream.range(0, namespaces.size())
                    .mapToObj(number ->
                            "(c.route >= :namespace%1$d || '/' and c.route < :namespace%1$d || '0')".formatted(number));
            return Stream.concat(ranges, Stream.of("(c.route is null and c.host = any(:hosts))"))
                    .collect(Collectors.joining(" or ", "(", ")"));
        }

        @Override
        public Map<String, Object> values() {
            var values = new HashMap<String, Object>();
            var ordered = namespaces.stream().sorted().toList();
            IntStream.range(0, ordered.size()).forEach(number -> values.put("namespace" + number, ordered.get(number)));
            values.put("hosts", hosts.toArray(String[]::new));
            return values;
        }
    }
}
