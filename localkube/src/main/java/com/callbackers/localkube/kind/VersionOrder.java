package com.callbackers.localkube.kind;

import java.util.Comparator;
import java.util.regex.Pattern;

/** v1alpha1 before v1beta1 before v1 before v2; other names before all of these. */
final class VersionOrder implements Comparator<String> {

    private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

    @Override
    public int compare(String one, String other) {
        return Comparator.comparingInt(VersionOrder::stability)
                .thenComparingInt(version -> number(version, 1))
                .thenComparingInt(version -> number(version, 3))
                .thenComparing(Comparator.<String>naturalOrder().reversed())
                .compare(one, other);
    }

    private static int stability(String version) {
        var match = VERSION.matcher(version);
        if (!match.matches()) {
            return 0;
        }
        if (match.group(2) == null) {
            return 3;
        }
        return match.group(2).equals("beta") ? 2 : 1;
    }

    private static int number(String version, int group) {
        var match = VERSION.matcher(version);
        return match.matches() && match.group(group) != null ? Integer.parseInt(match.group(group)) : 0;
    }
}
