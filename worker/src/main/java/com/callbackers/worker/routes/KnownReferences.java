package com.callbackers.worker.routes;

import com.callbackers.compiler.References;
import com.callbackers.resources.CallbackDestination;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Secrets and destinations by namespace/name. */
record KnownReferences(Map<String, Secret> secrets, Map<String, CallbackDestination> destinations)
        implements References {

    static final KnownReferences NONE = new KnownReferences(Map.of(), Map.of());

    KnownReferences {
        secrets = Map.copyOf(secrets);
        destinations = Map.copyOf(destinations);
    }

    static String key(HasMetadata resource) {
        return resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName();
    }

    @Override
    public SecretValue secret(String namespace, String name, String key) {
        var secret = secrets.get(namespace + "/" + name);
        if (secret == null) {
            return new SecretValue.NoSecret();
        }
        // As the Kubernetes API does it: stringData wins.
        if (secret.getStringData() != null && secret.getStringData().get(key) != null) {
            return new SecretValue.Found(secret.getStringData().get(key));
        }
        if (secret.getData() != null && secret.getData().get(key) != null) {
            var decoded = Base64.getDecoder().decode(secret.getData().get(key).strip());
            return new SecretValue.Found(new String(decoded, StandardCharsets.UTF_8));
        }
        return new SecretValue.NoKey();
    }

    @Override
    public Optional<CallbackDestination> destination(String namespace, String name) {
        return Optional.ofNullable(destinations.get(namespace + "/" + name));
    }

    @Override
    public String toString() {
        return "KnownReferences[" + secrets.size() + " secrets, " + destinations.size() + " destinations]";
    }
}
