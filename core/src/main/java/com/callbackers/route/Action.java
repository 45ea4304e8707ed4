package com.callbackers.route;

import com.callbackers.callback.Callback;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Outgoing;
import com.callbackers.delivery.Rendered;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.delivery.Verdict;
import com.callbackers.expression.Expression;
import com.callbackers.expression.Facts;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Something a rule does with a callback that fits. */
public sealed interface Action permits SlackAction, ForwardAction {

    String name();

    /** As in the resource: {@code Slack}, {@code Forward}. */
    String type();

    Target target();

    RetryPolicy retry();

    /** Callbacks for which this gives the same value are delivered one after another. */
    @Nullable
    Expression orderBy();

    /** Evaluates the templates, once, when the callback is decided. */
    Rendered render(Facts facts, Consumer<String> failures);

    /** The request to send; the same for each attempt but for what signing adds. */
    Outgoing prepare(UUID delivery, Callback callback, Rendered rendered, Instant now);

    /** @param attempts made so far, this one included */
    Verdict judge(Outcome outcome, int attempts, Instant now, DoubleSupplier random);
}
