package com.callbackers.compiler;

import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackDestinationSpec;
import com.callbackers.resources.CallbackRoute;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A route that was found good, with everything it refers to: what the operator hands to the workers. Holds secrets.
 *
 * @param baseDomain that bare host labels sit under
 * @param resource its name, namespace and spec
 * @param destinations by namespace/name
 * @param secrets values by namespace/name and key
 */
public record CompiledRoute(
        String baseDomain,
        long generation,
        CallbackRoute resource,
        Map<String, CallbackDestinationSpec> destinations,
        Map<String, Map<String, String>> secrets)
        implements References {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    public CompiledRoute {
        destinations = Map.copyOf(destinations);
        secrets = Map.copyOf(secrets);
    }

    /** @param used what the compilation of the resource looked up */
    public static CompiledRoute of(String baseDomain, long generation, CallbackRoute resource, UsedReferences used) {
        return new CompiledRoute(baseDomain, generation, resource, used.foundDestinations(), used.foundSecrets());
    }

    /** namespace/name */
    public String name() {
        return resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName();
    }

    public Compilation compile() {
        return new RouteCompiler(baseDomain).compile(resource, generation, this);
    }

    /** The same text for the same route, destinations and secrets. */
    public String json() {
        var tree = JSON.createObjectNode();
        tree.put("baseDomain", baseDomain);
        tree.put("generation", generation);
        tree.set("route", ResourceWriter.tree(resource));
        // sorted at every level, whatever order the maps have
        tree.set("destinations", JSON.valueToTree(destinations));
        tree.set("secrets", JSON.valueToTree(secrets));
        return tree.toString();
    }

    /** A field that is not known here, as a later version may write, is refused: without it the rules may mean else. */
    public static CompiledRoute read(String json) throws UnreadableRouteException {
        var reading = new Reading(new ArrayList<>(), new Places.Builder(""), Field.ROOT);
        var document = reading.fit(tree(json), Document.class);
        if (document == null
                || document.baseDomain() == null
                || document.generation() == null
                || document.route() == null) {
            throw new UnreadableRouteException("it is not a compiled route");
        }
        var route = ResourceReader.route(document.route().toString());
        var problems = new ArrayList<>(reading.problems());
        problems.addAll(route.problems());
        if (!problems.isEmpty()) {
            throw new UnreadableRouteException(
                    problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        return new CompiledRoute(
                document.baseDomain(),
                document.generation().asLong(),
                route.resource(),
                document.destinations() == null ? Map.of() : document.destinations(),
                document.secrets() == null ? Map.of() : document.secrets());
    }

    private static JsonNode tree(String json) throws UnreadableRouteException {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // the exception's own words hold parts of the text
            throw new UnreadableRouteException("it is not JSON");
        }
    }

    private record Document(
            @Nullable String baseDomain,
            @Nullable JsonNode generation,
            @Nullable JsonNode route,
            @Nullable Map<String, CallbackDestinationSpec> destinations,
            @Nullable Map<String, Map<String, String>> secrets) {}

    @Override
    public SecretValue secret(String namespace, String name, String key) {
        var values = secrets.get(namespace + "/" + name);
        if (values == null) {
            return new SecretValue.NoSecret();
        }
        var value = values.get(key);
        return value == null ? new SecretValue.NoKey() : new SecretValue.Found(value);
    }

    @Override
    public Optional<CallbackDestination> destination(String namespace, String name) {
        return Optional.ofNullable(destinations.get(namespace + "/" + name))
                .map(spec -> destination(namespace, name, spec));
    }

    private static CallbackDestination destination(String namespace, String name, CallbackDestinationSpec spec) {
        var destination = new CallbackDestination();
        destination.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        destination.setSpec(spec);
        return destination;
    }

    @Override
    public String toString() {
        return "CompiledRoute[" + name() + ", generation " + generation + "]";
    }
}
