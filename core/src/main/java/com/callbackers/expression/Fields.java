package com.callbackers.expression;

import dev.cel.common.types.StructType;
import dev.cel.common.values.StructValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A value of one of {@link CallbackTypes}; each field is worked out when it is first asked for. */
// CEL asks for immutable values; this one is seen by one evaluation after another, on one thread.
@SuppressWarnings("Immutable")
final class Fields extends StructValue<String, Map<String, Object>> {

    private final StructType type;
    private final Function<String, Object> source;
    private final Map<String, Object> known = new LinkedHashMap<>();

    Fields(StructType type, Function<String, Object> source) {
        this.type = type;
        this.source = source;
    }

    @Override
    public Object select(String field) {
        return known.computeIfAbsent(field, source);
    }

    @Override
    public Optional<?> find(String field) {
        return type.fieldNames().contains(field) ? Optional.of(select(field)) : Optional.empty();
    }

    /** Sorted by name: as JSON it is the same for each run. */
    @Override
    public Map<String, Object> value() {
        var all = new LinkedHashMap<String, Object>();
        type.fieldNames().stream().sorted().forEach(field -> all.put(field, select(field)));
        return all;
    }

    @Override
    public boolean isZeroValue() {
        return false;
    }

    @Override
    public StructType celType() {
        return type;
    }
}
