package com.callbackers.operator.references;

import com.callbackers.compiler.Read;
import com.callbackers.compiler.References;
import com.callbackers.compiler.UsedReferences;
import com.callbackers.operator.stored.StoredDestination;
import com.callbackers.resources.CallbackDestination;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is in the cluster, and who has looked for it. */
public final class ClusterReferences {

    private final SecretValues secretValues;
    private final Function<String, Optional<StoredDestination>> destinations;
    private final Users ofSecrets = new Users();
    private final Users ofDestinations = new Users();

    /** @param destinations by namespace/name */
    public ClusterReferences(SecretValues secretValues, Function<String, Optional<StoredDestination>> destinations) {
        this.secretValues = secretValues;
        this.destinations = destinations;
    }

    /** @param user kind namespace/name: told apart by kind, since routes and destinations may share a name */
    public References lookedAtBy(String user) {
        return new References() {
            @Override
            public SecretValue secret(String namespace, String name, String key) {
                ofSecrets.add(user, namespace + "/" + name);
                return secretValues.value(namespace + "/" + name, key);
            }

            @Override
            public Optional<CallbackDestination> destination(String namespace, String name) {
                ofDestinations.add(user, namespace + "/" + name);
                return destinations
                        .apply(namespace + "/" + name)
                        .map(StoredDestination::read)
                        .filter(read -> read.problems().isEmpty())
                        .map(Read::resource);
            }
        };
    }

    /** Once everything has been looked at. */
    public void keep(String user, List<UsedReferences> used) {
        ofSecrets.keep(user, names(used, UsedReferences::secretNames)).forEach(secretValues::forget);
        ofDestinations.keep(user, names(used, UsedReferences::destinationNames));
    }

    private static Set<String> names(List<UsedReferences> used, Function<UsedReferences, Set<String>> names) {
        return used.stream().map(names).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    public void forget(String user) {
        keep(user, List.of());
    }

    /** @param secret namespace/name */
    public Set<String> usersOfSecret(String secret) {
        return ofSecrets.of(secret);
    }

    /** @param destination namespace/name */
    public Set<String> usersOfDestination(String destination) {
        return ofDestinations.of(destination);
    }
}
