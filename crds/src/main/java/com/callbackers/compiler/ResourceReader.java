package com.callbackers.compiler;

import com.callbackers.resources.ActionSpec;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Reads resources from YAML or JSON. Nothing is skipped silently, and each problem knows its place. */
public final class ResourceReader {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private static final ActionSpec NO_ACTION = new ActionSpec(null, null, null, null, null, null, List.of(), null);

    private ResourceReader() {}

    /** @param name of the file, as it is told in problems */
    public static ResourceFile read(String name, String yaml) {
        return new YamlFile(name, yaml).read();
    }

    /** A route as JSON; apiVersion and kind may be left out. */
    public static Read<CallbackRoute> route(String json) {
        return fromJson(json, Reading::route);
    }

    /** A destination as JSON; apiVersion and kind may be left out. */
    public static Read<CallbackDestination> destination(String json) {
        return fromJson(json, Reading::destination);
    }

    static Read<ActionSpec> action(String json) {
        return fromJson(json, (reading, tree) -> {
            var spec = reading.fit(tree, ActionSpec.class);
            return reading.read(spec == null ? NO_ACTION : spec);
        });
    }

    private static <T> Read<T> fromJson(String json, BiFunction<Reading, JsonNode, Read<T>> reader) {
        var reading = new Reading(new ArrayList<>(), new Places.Builder(""), Field.ROOT);
        try {
            return reader.apply(reading, JSON.readTree(json));
        } catch (JsonProcessingException e) {
            // the exception's own words hold parts of the text
            var where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            return reader.apply(reading, JsonNodeFactory.instance.objectNode())
                    .plus(new Problem(Reason.INVALID_SPEC, "", "is not JSON" + where));
        }
    }
}
