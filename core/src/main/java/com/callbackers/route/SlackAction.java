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
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Posts a message to a Slack incoming webhook. */
public record SlackAction(
        String name,
        Target target,
        RetryPolicy retry,
        @Nullable Expression orderBy,
        @Nullable Template text,
        @Nullable Expression blocks,
        @Nullable Template username,
        @Nullable Template iconEmoji,
        @Nullable Template channel)
        implements Action {

    @Override
    public String type() {
        return "Slack";
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
