package com.callbackers.console.call;

import com.callbackers.callback.Header;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Headers by which a sender proves itself: kept for a replay, not for people to read. */
public final class Credentials {

    private static final String HIDDEN = "•••";
    private static final Set<String> HEADERS = Set.of(
            "api-key", "authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", "x-auth-token");

    private Credentials() {}

    /** A destination whose headers show no credentials. */
    public static JsonNode hidden(JsonNode destination) {
        if (!(destination.path("spec").path("http").path("headers") instanceof ObjectNode given)) {
            return destination;
        }
        var shown = destination.deepCopy();
        given.propertyStream().forEach(header -> ((ObjectNode) shown.at("/spec/http/headers"))
                .put(
                        header.getKey(),
                        hidden(new Header(header.getKey(), header.getValue().asString()))));
        return shown;
    }

    /** The value as it is shown: of a credential no more than the name of its scheme. */
    public static String hidden(Header header) {
        if (!HEADERS.contains(header.name().toLowerCase(Locale.ROOT))) {
            return header.value();
        }
        var space = header.value().indexOf(' ');
        return header.is("authorization") && space > 0 ? header.value().substring(0, space + 1) + HIDDEN : HIDDEN;
    }
}
