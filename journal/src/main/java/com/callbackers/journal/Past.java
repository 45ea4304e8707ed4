package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.delivery.Rendered;
import com.callbackers.journal.Callbacks.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A callback whole, with what was done about it. */
public record Past(Callback callback, Entry entry, List<Made> made) {

    public Past {
        made = List.copyOf(made);
    }

    /**
     * What a rule's action made of it.
     *
     * @param url that it was sent to first, secrets hidden; null before it was tried
     */
    public record Made(
            String rule,
            String action,
            String type,
            String destination,
            DeliveryState state,
            Rendered rendered,
            @Nullable String url) {}
}
