package com.callbackers.operator.hosts;

import com.callbackers.resources.CallbackRoute;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Whole host names from what a resource says, whether or not it is valid. */
public record HostNames(String baseDomain) {

    public List<String> of(CallbackRoute route) {
        var spec = route.getSpec();
        if (spec == null || spec.hosts().isEmpty()) {
            return List.of(whole(route.getMetadata().getNamespace()));
        }
        return spec.hosts().stream()
                .filter(Objects::nonNull)
                .map(this::whole)
                .distinct()
                .toList();
    }

    /** Of a bare label or a whole name. */
    public String whole(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.contains(".") ? lower : lower + "." + baseDomain;
    }

    /** The label that sits under the base domain, when that is all that the host is. */
    Optional<String> label(String host) {
        if (!host.endsWith("." + baseDomain)) {
            return Optional.empty();
        }
        var label = host.substring(0, host.length() - baseDomain.length() - 1);
        return label.contains(".") ? Optional.empty() : Optional.of(label);
    }

    /** Whether one wildcard for all labels covers it. */
    public boolean isUnderBaseDomain(String host) {
        return label(host).isPresent();
    }
}
