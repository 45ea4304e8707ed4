package com.callbackers.operator.stored;

import com.callbackers.resources.CallbackDestinationStatus;
import com.callbackers.resources.CallbackRouteStatus;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A status, or nothing where something stands that is none: it is written anew. */
abstract class AnyStatus<S> extends JsonDeserializer<S> {

    private final Class<S> type;

    AnyStatus(Class<S> type) {
        this.type = type;
    }

    @Override
    @SuppressWarnings("NullAway") // Jackson takes null, and says so nowhere
    public @Nullable S deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode tree = context.readTree(parser);
        try {
            return context.readTreeAsValue(tree, type);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    static final class OfRoute extends AnyStatus<CallbackRouteStatus> {
        OfRoute() {
            super(CallbackRouteStatus.class);
        }
    }

    static final class OfDestination extends AnyStatus<CallbackDestinationStatus> {
        OfDestination() {
            super(CallbackDestinationStatus.class);
        }
    }
}
