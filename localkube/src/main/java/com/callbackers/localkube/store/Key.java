package com.callbackers.localkube.store;

import java.util.Comparator;

/** @param namespace empty for objects that are in none */
public record Key(Resource resource, String namespace, String name) {

    /** Within one resource. */
    static final Comparator<Key> BY_NAME = Comparator.comparing(Key::namespace).thenComparing(Key::name);
}
