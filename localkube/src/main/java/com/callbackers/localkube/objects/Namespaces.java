package com.callbackers.localkube.objects;

import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.refusal.RefusedException.Subject;
import com.callbackers.localkube.store.Key;
import com.callbackers.localkube.store.Resource;
import com.callbackers.localkube.store.Store;

/** Objects are created in namespaces that exist, and stay. */
final class Namespaces {

    static final Resource RESOURCE = new Resource("", "namespaces");

    private final Store store;

    Namespaces(Store store) {
        this.store = store;
    }

    void checkTakesMore(Kind kind, String namespace, String name) {
        if (!kind.namespaced()) {
            return;
        }
        var found = store.get(new Key(RESOURCE, "", namespace))
                .orElseThrow(() -> RefusedException.notFound(new Subject("", "namespaces", namespace)));
        if (found.isBeingDeleted()) {
            throw RefusedException.forbidden(
                    kind.subject(name),
                    "unable to create new content in namespace " + namespace + " because it is being terminated");
        }
    }
}
