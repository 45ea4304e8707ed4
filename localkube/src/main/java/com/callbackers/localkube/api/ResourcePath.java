package com.callbackers.localkube.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A path that leads to objects.
 *
 * @param name none for all of them
 * @param subresource none for the object itself
 */
record ResourcePath(
        String group,
        String version,
        @Nullable String namespace,
        String plural,
        @Nullable String name,
        @Nullable String subresource) {

    /** None when it leads elsewhere. */
    static Optional<ResourcePath> parse(List<String> path) {
        if (path.size() >= 3 && path.getFirst().equals("api")) {
            return Optional.of(of("", path.get(1), path.subList(2, path.size())));
        }
        if (path.size() >= 4 && path.getFirst().equals("apis")) {
            return Optional.of(of(path.get(1), path.get(2), path.subList(3, path.size())));
        }
        return Optional.empty();
    }

    private static ResourcePath of(String group, String version, List<String> rest) {
        if (rest.getFirst().equals("namespaces") && rest.size() >= 3 && !isOfNamespaceItself(rest)) {
            return of(group, version, rest.get(1), rest.subList(2, rest.size()));
        }
        return of(group, version, null, rest);
    }

    private static boolean isOfNamespaceItself(List<String> rest) {
        return rest.size() == 3 && (rest.get(2).equals("status") || rest.get(2).equals("finalize"));
    }

    private static ResourcePath of(String group, String version, @Nullable String namespace, List<String> rest) {
        return new ResourcePath(
                group,
                version,
                namespace,
                rest.get(0),
                rest.size() > 1 ? rest.get(1) : null,
                rest.size() > 2 ? String.join("/", rest.subList(2, rest.size())) : null);
    }
}
