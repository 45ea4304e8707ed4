package com.callbackers.operator.cluster;

import org.jspecify.annotations.Nullable;

/** Resource versions in their order. */
public final class Versions {

    private Versions() {}

    /** Kubernetes promises decimal numbers that can be compared, and etcd has always given them. */
    public static long number(@Nullable String version) {
        try {
            return version == null ? -1 : Long.parseLong(version);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
