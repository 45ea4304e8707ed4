package com.callbackers.localkube.schema;

import com.callbackers.localkube.schema.RuleTypes.ObjectType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.StructType;
import dev.cel.common.values.StructValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object as rules see it. */
// CEL asks for immutable values; nobody changes the JSON while rules look at it.
@SuppressWarnings("Immutable")
final class RuleObject extends StructValue<String, Map<String, Object>> {

    private final ObjectType type;
    private final JsonNode json;
    private final RuleValues values;

    RuleObject(ObjectType type, JsonNode json, RuleValues values) {
        this.type = type;
        this.json = json;
        this.values = values;
    }

    @Override
    public Object select(String field) {
        return find(field).orElseThrow(() -> CelAttributeNotFoundException.forMissingMapKey(field));
    }

    @Override
    public Optional<Object> find(String field) {
        var known = type.fields().get(field);
        var value = known == null ? null : json.get(known.name());
        return known == null || value == null ? Optional.empty() : Optional.of(values.of(known.node(), value));
    }

    @Override
    public Map<String, Object> value() {
        var all = new LinkedHashMap<String, Object>();
        type.fields().keySet().forEach(field -> find(field).ifPresent(value -> all.put(field, value)));
        return all;
    }

    @Override
    public boolean isZeroValue() {
        return json.isEmpty();
    }

    @Override
    public StructType celType() {
        return type.type();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RuleObject object && value().equals(object.value());
    }

    @Override
    public int hashCode() {
        return value().hashCode();
    }
}
