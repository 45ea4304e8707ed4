package com.callbackers.expression;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Header;
import com.callbackers.callback.Parameters;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that expressions see for one callback; parsed when first asked for. Not for several threads. */
public final class Facts {

    private static final Set<String> OF_CALLBACK = Set.of("request", "body", "text", "callback");

    private final Callback callback;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Long> weights = new HashMap<>();

    public Facts(Callback callback) {
        this.callback = callback;
    }

    /** Binds {@code sender} or a name of {@code let}. */
    public void bind(String name, @Nullable Object value) {
        if (OF_CALLBACK.contains(name)) {
            throw new IllegalArgumentException(name + " is what the callback says");
        }
        values.put(name, value == null ? NullValue.NULL_VALUE : value);
        weights.remove(name);
    }

    @Nullable
    Object value(String name, Budget budget) {
        var value = OF_CALLBACK.contains(name) ? values.computeIfAbsent(name, this::ofCallback) : values.get(name);
        if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
            budget.walked(weights.computeIfAbsent(name, n -> Budget.weight(value)));
        }
        return value;
    }

    private Object ofCallback(String name) {
        return switch (name) {
            case "request" -> new Fields(CallbackTypes.REQUEST, this::ofRequest);
            case "callback" -> new Fields(CallbackTypes.CALLBACK, this::ofArrival);
            case "text" -> callback.text();
            default -> Body.of(callback);
        };
    }

    private Object ofArrival(String field) {
        return switch (field) {
            case "id" -> callback.id().toString();
            case "host" -> callback.host();
            default -> callback.receivedAt();
        };
    }

    private Object ofRequest(String field) {
        return switch (field) {
            case "method" -> callback.method();
            case "host" -> callback.host();
            case "path" -> callback.path();
            case "query" -> FirstValues.of(Parameters.parse(callback.query()));
            case "rawQuery" -> callback.query() == null ? "" : callback.query();
            case "headers" -> headers();
            case "allHeaders" -> allHeaders();
            case "remoteAddress" -> callback.remoteAddress();
            case "contentType" -> callback.contentType().orElse("");
            default -> callback.size();
        };
    }

    private Map<String, String> headers() {
        return FirstValues.of(callback.headers().stream()
                .map(header -> new Header(name(header), header.value()))
                .toList());
    }

    private Map<String, List<String>> allHeaders() {
        var all = new LinkedHashMap<String, List<String>>();
        for (var header : callback.headers()) {
            all.computeIfAbsent(name(header), n -> new ArrayList<>()).add(header.value());
        }
        return Collections.unmodifiableMap(all);
    }

    private static String name(Header header) {
        return header.name().toLowerCase(Locale.ROOT);
    }
}
