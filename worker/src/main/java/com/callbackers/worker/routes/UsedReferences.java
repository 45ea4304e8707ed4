package com.callbackers.worker.routes;

import com.callbackers.compiler.References;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackDestinationSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Notes what a compilation looked up, so that it is done again only when that has changed. */
final class UsedReferences implements References {

    private final References all;
    private final Map<SecretKey, SecretValue> secrets = new HashMap<>();
    private final Map<Name, Optional<CallbackDestinationSpec>> destinations = new HashMap<>();

    private record Name(String namespace, String name) {}

    private record SecretKey(Name secret, String key) {}

    UsedReferences(References all) {
        this.all = all;
    }

    @Override
    public SecretValue secret(String namespace, String name, String key) {
        var value = all.secret(namespace, name, key);
        secrets.put(new SecretKey(new Name(namespace, name), key), value);
        return value;
    }

    @Override
    public Optional<CallbackDestination> destination(String namespace, String name) {
        var destination = all.destination(namespace, name);
        destinations.put(new Name(namespace, name), destination.map(CallbackDestination::getSpec));
        return destination;
    }

    boolean sameIn(References now) {
        return secrets.entrySet().stream().allMatch(used -> now.secret(
                                used.getKey().secret().namespace(),
                                used.getKey().secret().name(),
                                used.getKey().key())
                        .equals(used.getValue()))
                && destinations.entrySet().stream().allMatch(used -> now.destination(
                                used.getKey().namespace(), used.getKey().name())
                        .map(CallbackDestination::getSpec)
                        .equals(used.getValue()));
    }
}
