package com.callbackers.expression;

import com.callbackers.callback.Callback;
import org.jspecify.annotations.Nullable;

/** The values that expressions see for one callback; parsed when first asked for. Not for several threads. */
public final class Facts {

    public Facts(Callback callback) {
        throw new UnsupportedOperationException();
    }

    /** Binds {@code sender} or a name of {@code let}. */
    public void bind(String name, @Nullable Object value) {
        throw new UnsupportedOperationException();
    }
}
