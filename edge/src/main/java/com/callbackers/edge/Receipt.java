package com.callbackers.edge;

import com.callbackers.callback.Durability;
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
            case Gone ignored -> "gone";
        };
    }
}
