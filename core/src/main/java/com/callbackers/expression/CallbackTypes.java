package com.callbackers.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types of what every expression sees, so that a field that does not exist is an error when it is compiled. */
final class CallbackTypes implements CelTypeProvider {

    private static final CelType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);

    static final StructType REQUEST = struct(
            "Request",
            ImmutableMap.ofEntries(
                    Map.entry("method", SimpleType.STRING),
                    Map.entry("host", SimpleType.STRING),
                    Map.entry("path", SimpleType.STRING),
                    Map.entry("query", TEXTS),
                    Map.entry("rawQuery", SimpleType.STRING),
                    Map.entry("headers", TEXTS),
                    Map.entry("allHeaders", MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING))),
                    Map.entry("remoteAddress", SimpleType.STRING),
                    Map.entry("contentType", SimpleType.STRING),
                    Map.entry("size", SimpleType.INT)));

    static final StructType CALLBACK = struct(
            "Callback",
            ImmutableMap.of("id", SimpleType.STRING, "host", SimpleType.STRING, "receivedAt", SimpleType.TIMESTAMP));

    private static final ImmutableList<CelType> TYPES = ImmutableList.of(REQUEST, CALLBACK);

    static Map<String, CelType> variables() {
        var variables = new LinkedHashMap<String, CelType>();
        variables.put("request", REQUEST);
        variables.put("body", SimpleType.DYN);
        variables.put("text", SimpleType.STRING);
        variables.put("callback", CALLBACK);
        variables.put("sender", SimpleType.STRING);
        return variables;
    }

    private static StructType struct(String name, ImmutableMap<String, CelType> fields) {
        return StructType.create(
                "callbackers." + name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return TYPES;
    }

    @Override
    public Optional<CelType> findType(String name) {
        return TYPES.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
