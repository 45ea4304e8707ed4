package com.callbackers.compiler;

import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackDestinationSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Notes what a compilation looked up, so that it is done again only when that has changed. */
public final class UsedReferences implements References {

    private final References all;
    private final Map<SecretKey, SecretValue> secrets = new HashMap<>();
    private final Map<Name, Optional<CallbackDestinationSpec>> destinations = new HashMap<>();

    private record Name(String namespace, String name) {

        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    private record SecretKey(Name secret, String key) {}

    public UsedReferences(References all) {
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

    /** Whether it would find the same today. */
    public boolean sameIn(References now) {
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

    /** The secret values that were found, by namespace/name and key. */
    Map<String, Map<String, String>> foundSecrets() {
        var found = new TreeMap<String, Map<String, String>>();
        secrets.forEach((used, value) -> {
            if (value instanceof SecretValue.Found(var text)) {
                found.computeIfAbsent(used.secret().toString(), name -> new TreeMap<>())
                        .put(used.key(), text);
            }
        });
        return found;
    }

    /** By namespace/name. */
    Map<String, CallbackDestinationSpec> foundDestinations() {
        var found = new TreeMap<String, CallbackDestinationSpec>();
        destinations.forEach((name, spec) -> spec.ifPresent(present -> found.put(name.toString(), present)));
        return found;
    }

    /** The Secrets that were looked for, found or not, as namespace/name. */
    public Set<String> secretNames() {
        return secrets.keySet().stream().map(used -> used.secret().toString()).collect(Collectors.toUnmodifiableSet());
    }

    /** The destinations that were looked for, found or not, as namespace/name. */
    public Set<String> destinationNames() {
        return destinations.keySet().stream().map(Name::toString).collect(Collectors.toUnmodifiableSet());
    }
}
