package com.callbackers.route;

import com.callbackers.callback.Callback;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Outgoing;
import com.callbackers.delivery.Rendered;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.delivery.Verdict;
import com.callbackers.expression.Expression;
import com.callbackers.expression.Facts;
import com.callbackers.expression.Template;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes the request on: same method, path, query, headers and bytes, but for what is set here.
 *
 * @param method null: the callback's own
 * @param setHeaders in their order
 * @param removeHeaders by name, any case
 * @param body at most one of body and bodyExpression; neither: the callback's own bytes
 */
public record ForwardAction(
        String name,
        Target target,
        RetryPolicy retry,
        @Nullable Expression orderBy,
        PathMode pathMode,
        @Nullable String method,
        Map<String, Template> setHeaders,
        List<String> removeHeaders,
        @Nullable Template body,
        @Nullable Expression bodyExpression,
        boolean followRedirects)
        implements Action {

    public enum PathMode {
        /** The callback's path after the URL's own. */
        APPEND,
        /** The URL's own path. */
        REPLACE
    }

    @Override
    public String type() {
        return "Forward";
    }

    @Override
    public Rendered render(Facts facts, Consumer<String> failures) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outgoing prepare(UUID delivery, Callback callback, Rendered rendered, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Verdict judge(Outcome outcome, int attempts, Instant now, DoubleSupplier random) {
        throw new UnsupportedOperationException();
    }
}
