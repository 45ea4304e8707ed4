package com.callbackers.edge;

import com.callbackers.callback.Durability;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.UUID;

/** What became of a request. */
sealed interface Receipt {

    /** Durable, and to be decided. */
    record Accepted(UUID id, Durability durability) implements Receipt {}

    /** Durable, but its body was over the limit: it is recorded without, and never acted on. */
    record TooLarge(UUID id, String reason, Durability durability) implements Receipt {}

    /** No durable copy: the sender has to come again. */
    record NotDurable(String reason) implements Receipt {}

    /** So many bodies are in memory that this one found no room: the sender has to come again. */
    record Crowded() implements Receipt {}

    /** It did not come in whole in its time. There is nothing to record. */
    record TooSlow() implements Receipt {}

    /** It is no HTTP, or more of it than a head may have. There is nothing to record. */
    record Malformed(HttpResponseStatus status, String reason) implements Receipt {

        static Malformed of(Throwable cause) {
            return switch (cause) {
                case TooLongHttpLineException ignored ->
                    new Malformed(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The first line is too long.");
                case TooLongHttpHeaderException ignored ->
                    new Malformed(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too long.");
                default -> new Malformed(HttpResponseStatus.BAD_REQUEST, "The request is not HTTP/1.1.");
            };
        }
    }

    /** The sender left before it was whole. There is nothing to record, and nobody to answer. */
    record Gone() implements Receipt {}

    /** The word for it in metrics and logs. */
    default String label() {
        return switch (this) {
            case Accepted ignored -> "accepted";
            case TooLarge ignored -> "too-large";
            case NotDurable ignored -> "not-durable";
            case Crowded ignored -> "crowded";
            case TooSlow ignored -> "too-slow";
            case Malformed ignored -> "malformed";
            case Gone ignored -> "gone";
        };
    }

    /** Whether the next request can be told from what is left of this one. */
    default boolean leavesOpen() {
        return switch (this) {
            case Accepted ignored -> true;
            case TooLarge ignored -> true;
            case NotDurable ignored -> true;
            case Crowded ignored -> true;
            case TooSlow ignored -> false;
            case Malformed ignored -> false;
            case Gone ignored -> false;
        };
    }
}
