package com.callbackers.compiler;

import com.callbackers.compiler.YamlTree.TooLargeException;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** One file while it is read. */
final class YamlFile {

    private static final int DEEPEST = 100;

    private final String name;
    private final String yaml;
    private final int[] codePoints;
    private final LoadSettings settings;
    private final List<Read<CallbackRoute>> routes = new ArrayList<>();
    private final List<Read<CallbackDestination>> destinations = new ArrayList<>();
    private final List<Read<Secret>> secrets = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private boolean whole = true;

    YamlFile(String name, String yaml) {
        this.name = name;
        this.yaml = yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml;
        this.codePoints = this.yaml.codePoints().toArray();
        this.settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
    }

    ResourceFile read() {
        try {
            checkDepth();
            for (var root : new Compose(settings).composeAllFromString(yaml)) {
                var places = new Places.Builder(name);
                var document = YamlTree.read(root, codePoints, places);
                if (!document.tree().isNull()) {
                    document(document, places);
                }
            }
        } catch (MarkedYamlEngineException e) {
            var mark = e.getProblemMark().or(e::getContextMark);
            var place = mark.map(m -> ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
                    .orElse("");
            broken(place, "is not YAML: " + words(e));
        } catch (YamlEngineException e) {
            broken("", "is not YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        } catch (TooLargeException e) {
            broken("", String.valueOf(e.getMessage()));
        }
        return new ResourceFile(name, routes, destinations, secrets, troubles, whole);
    }

    /** Composing goes down with the nesting, so what is too deep must not get there. */
    private void checkDepth() throws TooLargeException {
        int depth = 0;
        for (var event : new Parse(settings).parseString(yaml)) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                throw new TooLargeException("is nested more than " + DEEPEST + " levels deep");
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private void document(YamlTree.Document document, Places.Builder places) {
        var tree = document.tree();
        if (tree.path("items").isArray() && tree.path("kind").asText().endsWith("List")) {
            for (int i = 0; i < tree.path("items").size(); i++) {
                var at = Field.ROOT.at("items").at(i);
                resource(tree.path("items").get(i), problems(document, at), places, at);
            }
        } else {
            resource(tree, new ArrayList<>(document.problems()), places, Field.ROOT);
        }
    }

    /** Those of an item, as paths within it. */
    private static List<Problem> problems(YamlTree.Document document, Field at) {
        var problems = new ArrayList<Problem>();
        for (var problem : document.problems()) {
            if (problem.field().startsWith(at.path() + ".")) {
                problems.add(new Problem(
                        problem.cause(), problem.field().substring(at.path().length() + 1), problem.message()));
            }
        }
        return problems;
    }

    private void resource(JsonNode tree, List<Problem> problems, Places.Builder places, Field at) {
        var reading = new Reading(problems, places, at);
        var place = places.build().within(at);
        if (!tree.isObject()) {
            unidentified(place, "", "is not a resource; it starts with apiVersion, kind and metadata");
            return;
        }
        var kind = tree.path("kind").asText("");
        var ours = tree.path("apiVersion").asText("").startsWith("callbackers.com/");
        if (kind.isEmpty() || !tree.path("apiVersion").isTextual()) {
            unidentified(
                    place,
                    kind.isEmpty() ? "kind" : "apiVersion",
                    "is required, such as " + (kind.isEmpty() ? "CallbackRoute" : Reading.API_VERSION));
        } else if (tree.path("metadata").path("name").asText("").isBlank()) {
            unidentified(place, "metadata.name", "is required");
        } else if (kind.equals("CallbackRoute")) {
            routes.add(reading.route(tree));
        } else if (kind.equals("CallbackDestination")) {
            destinations.add(reading.destination(tree));
        } else if (kind.equals("Secret") && !ours) {
            secrets.add(reading.secret(tree));
        } else {
            troubles.add(place.tell(new Problem(
                    Reason.INVALID_SPEC,
                    "kind",
                    "'" + kind + "' is not read here; known are CallbackRoute, CallbackDestination and Secret")));
        }
    }

    private void unidentified(Places places, String field, String message) {
        troubles.add(places.tell(new Problem(Reason.INVALID_SPEC, field, message)));
        whole = false;
    }

    private void broken(String place, String message) {
        troubles.add(name + place + ": " + message);
        whole = false;
    }

    private static String words(MarkedYamlEngineException e) {
        var context = e.getContext() == null ? "" : e.getContext() + ", ";
        return (context + e.getProblem()).replaceAll("\\s+", " ");
    }
}
