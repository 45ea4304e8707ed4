package com.callbackers.console.preview;

import com.callbackers.compiler.Compilation;
import com.callbackers.compiler.Problem.Position;
import com.callbackers.compiler.Read;
import com.callbackers.compiler.References;
import com.callbackers.compiler.ResourceReader;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.console.call.Finding;
import com.callbackers.console.call.Problem;
import com.callbackers.console.resources.Catalog;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import com.callbackers.route.Route;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads routes that are not saved, and compiles them as the operator would. What secrets hold is not known here. */
public final class Drafts {

    /** Where a text begins that the reader's words are told by. */
    private static final String FILE = "route.yaml";

    private static final Pattern TOLD = Pattern.compile(FILE + ":(\\d+):(\\d+): (.*)", Pattern.DOTALL);

    private final RouteCompiler compiler;
    private final Catalog catalog;
    private final JsonMapper mapper;

    public Drafts(String baseDomain, Catalog catalog, JsonMapper mapper) {
        this.compiler = new RouteCompiler(baseDomain);
        this.catalog = catalog;
        this.mapper = mapper;
    }

    /** @param resource as it was given */
    public record Draft(JsonNode resource, Route route) {

        public String namespace() {
            return route.name().substring(0, route.name().indexOf('/'));
        }

        public String name() {
            return route.name().substring(route.name().indexOf('/') + 1);
        }
    }

    /** @param given the resource, or a string with its YAML */
    public Draft read(JsonNode given) {
        return given.isString() ? ofYaml(given.asString()) : ofJson(given);
    }

    public Draft ofYaml(String yaml) {
        var file = ResourceReader.read(FILE, yaml);
        var findings = file.troubles().stream().map(Drafts::told).toList();
        if (!findings.isEmpty()) {
            throw Problem.unusable(findings);
        }
        if (file.routes().size() != 1
                || !file.destinations().isEmpty()
                || !file.secrets().isEmpty()) {
            throw Problem.unusable(List.of(new Finding("", "give one CallbackRoute, and nothing else", 1, 1)));
        }
        var route = compile(file.routes().getFirst(), true);
        var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
        return new Draft(mapper.valueToTree(new Load(settings).loadFromString(yaml)), route);
    }

    public Draft ofJson(JsonNode json) {
        if (!json.isObject()) {
            throw Problem.invalid("route", "give a CallbackRoute, as an object or as a string with its YAML");
        }
        return new Draft(json, compile(ResourceReader.route(json.toString()), false));
    }

    private Route compile(Read<CallbackRoute> read, boolean placed) {
        var compilation = compiler.compile(read.resource(), 0, new Hidden());
        var refused = compilation instanceof Compilation.Refused given
                ? given.problems()
                : List.<com.callbackers.compiler.Problem>of();
        var problems = read.with(refused);
        if (problems.isEmpty() && compilation instanceof Compilation.Compiled compiled) {
            return compiled.route();
        }
        throw Problem.unusable(problems.stream()
                .map(problem -> finding(problem, placed ? read.places().place(problem) : null))
                .toList());
    }

    private static Finding finding(com.callbackers.compiler.Problem problem, @Nullable Position place) {
        return place == null
                ? new Finding(problem.field(), problem.message(), null, null)
                : new Finding(problem.field(), problem.message(), place.line(), place.column());
    }

    private static Finding told(String trouble) {
        var told = TOLD.matcher(trouble);
        return told.matches()
                ? new Finding("", told.group(3), Integer.valueOf(told.group(1)), Integer.valueOf(told.group(2)))
                : new Finding("", trouble.replace(FILE + ": ", ""), 1, 1);
    }

    /** Destinations as they stand; for every secret something that fits wherever one may stand. */
    private final class Hidden implements References {

        @Override
        public SecretValue secret(String namespace, String name, String key) {
            return new SecretValue.Found(Outputs.SECRET);
        }

        @Override
        public Optional<CallbackDestination> destination(String namespace, String name) {
            return catalog.destination(namespace, name)
                    .map(tree -> ResourceReader.destination(tree.toString()))
                    .filter(read -> read.problems().isEmpty())
                    .map(Read::resource);
        }
    }
}
