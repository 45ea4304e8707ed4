package com.callbackers.standalone.rules;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Which resource. */
record Key(String kind, String namespace, String name) {

    static Key of(HasMetadata resource) {
        return new Key(
                resource.getKind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName());
    }

    static Key parse(String text) {
        var parts = text.split("[ /]", 3);
        return new Key(parts[0], parts[1], parts[2]);
    }

    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }
}
