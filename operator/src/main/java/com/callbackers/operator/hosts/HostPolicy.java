package com.callbackers.operator.hosts;

import com.callbackers.operator.settings.OperatorSettings.Delegation;
import com.callbackers.operator.settings.OperatorSettings.Hosts;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which namespaces may have a host at all. */
public final class HostPolicy {

    private final Hosts settings;
    private final HostNames names;
    private final Predicate<String> isNamespace;

    /** @param isNamespace whether there is a namespace of that name */
    public HostPolicy(Hosts settings, HostNames names, Predicate<String> isNamespace) {
        this.settings = settings;
        this.names = names;
        this.isNamespace = isNamespace;
    }

    /**
     * Why not, in words; nothing when it may.
     *
     * @param held whether it is a route of that namespace that holds the host: a namespace that is made later does not
     *     take it away
     */
    public Optional<String> refusal(String namespace, String host, boolean held) {
        var label = names.label(host);
        var delegation = settings.delegations().stream()
                .filter(each -> matches(each.hosts(), host)
                        || label.filter(l -> matches(each.hosts(), l)).isPresent())
                .findFirst();
        if (delegation.isPresent()) {
            return delegated(delegation.get(), namespace, host);
        }
        var own = label.filter(namespace::equals).isPresent();
        return switch (settings.others()) {
            case NOBODY ->
                Optional.of("host " + host + " is not delegated to any namespace; "
                        + "whoever runs the operator can delegate it");
            case NAMESPACE_NAME ->
                own
                        ? Optional.empty()
                        : Optional.of("namespace " + namespace + " may have the host " + names.whole(namespace)
                                + " and what is delegated to it, but not " + host);
            case FIRST_COME ->
                own || held
                        ? Optional.empty()
                        : label.filter(isNamespace)
                                .map(other -> "host " + host + " is reserved for namespace " + other
                                        + ", which has its name");
        };
    }

    private static Optional<String> delegated(Delegation delegation, String namespace, String host) {
        return matches(delegation.namespaces(), namespace)
                ? Optional.empty()
                : Optional.of("host " + host + " is delegated to other namespaces than " + namespace);
    }

    private static boolean matches(List<String> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, text));
    }

    private static boolean matches(String pattern, String text) {
        if (pattern.equals("*")) {
            return true;
        }
        if (pattern.startsWith("*")) {
            return text.endsWith(pattern.substring(1));
        }
        return pattern.endsWith("*")
                ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                : text.equals(pattern);
    }
}
