package com.callbackers.delivery;

import com.callbackers.callback.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an action's templates gave when the callback was decided; kept with the delivery, so every attempt sends the
 * same. Holds no secret.
 *
 * @param body null: the callback's own bytes
 * @param headers set over what would be sent otherwise
 */
public record Rendered(@Nullable String body, List<Header> headers) {

    public static final Rendered PASS_THROUGH = new Rendered(null, List.of());

    @Override
    public String toString() {
        return "Rendered[" + (body == null ? "pass-through" : body.length() + " characters") + "]";
    }
}
