package com.callbackers.compiler;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.resources.CallbackDestination;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tenant's files as the compiler sees them. */
final class Tenant implements References {

    private final Map<String, Map<String, String>> secrets = new HashMap<>();
    private final Map<String, CallbackDestination> destinations = new HashMap<>();

    Tenant secret(String namespace, String name, Map<String, String> values) {
        secrets.put(namespace + "/" + name, values);
        return this;
    }

    /** Destinations in YAML. */
    Tenant destinations(String yaml) {
        ResourceReader.read("destinations.yaml", yaml).destinations().forEach(read -> destination(read.resource()));
        return this;
    }

    Tenant destination(CallbackDestination destination) {
        var metadata = destination.getMetadata();
        destinations.put(metadata.getNamespace() + "/" + metadata.getName(), destination);
        return this;
    }

    @Override
    public SecretValue secret(String namespace, String name, String key) {
        var secret = secrets.get(namespace + "/" + name);
        if (secret == null) {
            return new SecretValue.NoSecret();
        }
        var value = secret.get(key);
        return value == null ? new SecretValue.NoKey() : new SecretValue.Found(value);
    }

    @Override
    public Optional<CallbackDestination> destination(String namespace, String name) {
        return Optional.ofNullable(destinations.get(namespace + "/" + name));
    }

    Compilation compile(String yaml) {
        var read = ResourceReader.read("route.yaml", yaml).routes().getFirst();
        return new RouteCompiler("callbackers.com").compile(read.resource(), 3, this);
    }

    /** Every problem of the only route of a file, with its place. */
    List<String> problems(String yaml) {
        var file = ResourceReader.read("route.yaml", yaml);
        var told = new ArrayList<>(file.troubles());
        var read = file.routes().getFirst();
        var compilation = new RouteCompiler("callbackers.com").compile(read.resource(), 3, this);
        var found = compilation instanceof Compilation.Refused refused ? refused.problems() : List.<Problem>of();
        read.with(found).forEach(problem -> told.add(read.places().tell(problem)));
        return told;
    }

    static Callback callback(String method, String path, String text, Header... headers) {
        var body = text.getBytes(StandardCharsets.UTF_8);
        return new Callback(
                CallbackId.next(),
                method,
                "mingkyme.callbackers.com",
                path,
                null,
                List.of(headers),
                body,
                body.length,
                "203.0.113.7",
                Durability.JOURNAL,
                null);
    }
}
