package com.callbackers.route;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Header;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Outgoing;
import com.callbackers.delivery.Rendered;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.delivery.Verdict;
import com.callbackers.expression.Evaluation;
import com.callbackers.expression.Expression;
import com.callbackers.expression.Facts;
import com.callbackers.expression.Template;
import com.callbackers.expression.Values;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    /** Slack's words for what no retry mends. */
    private static final Set<String> FINAL = Set.of(
            "action_prohibited",
            "channel_is_archived",
            "channel_not_found",
            "invalid_blocks",
            "invalid_blocks_format",
            "invalid_payload",
            "invalid_token",
            "no_active_hooks",
            "no_service",
            "no_service_id",
            "no_team",
            "no_text",
            "posting_to_general_channel_denied",
            "team_disabled",
            "too_many_attachments",
            "user_not_found");

    private static final Set<String> RETRIED = Set.of("Connection", "Timeout", "408", "429", "5xx");

    @Override
    public Rendered render(Facts facts, Consumer<String> failures) {
        var message = new LinkedHashMap<String, Object>();
        put(message, "text", text, facts, failures);
        if (blocks != null) {
            switch (blocks.evaluate(facts)) {
                case Evaluation.Value value when value.value() != null -> message.put("blocks", value.value());
                case Evaluation.Value value -> failures.accept("blocks: gave null");
                case Evaluation.Failed failed -> failures.accept("blocks: " + failed.why());
            }
        }
        put(message, "username", username, facts, failures);
        put(message, "icon_emoji", iconEmoji, facts, failures);
        put(message, "channel", channel, facts, failures);
        return new Rendered(Values.json(message), List.of());
    }

    private static void put(
            Map<String, Object> message,
            String field,
            @Nullable Template template,
            Facts facts,
            Consumer<String> failures) {
        if (template != null) {
            message.put(field, template.render(facts, why -> failures.accept(field + ": " + why)));
        }
    }

    @Override
    public Outgoing prepare(UUID delivery, Callback callback, Rendered rendered, Instant now) {
        var headers = new ArrayList<Header>();
        headers.add(new Header("content-type", "application/json; charset=utf-8"));
        headers.addAll(target.headers());
        headers.add(new Header("webhook-id", delivery.toString()));
        var body = Objects.requireNonNullElse(rendered.body(), "").getBytes(StandardCharsets.UTF_8);
        return new Outgoing("POST", target.url(), headers, body, retry.timeout(), false);
    }

    /** Slack answers {@code ok}, or says in a word what is wrong; a page of some proxy is neither. */
    @Override
    public Verdict judge(Outcome outcome, int attempts, Instant now, DoubleSupplier random) {
        if (outcome instanceof Outcome.Answered answered) {
            var said = said(answered);
            if (answered.successful()) {
                return accepted(said)
                        ? new Verdict.Done()
                        : retry.again(
                                outcome, attempts, now, random, "HTTP " + answered.status() + " without Slack's ok");
            }
            var reason = FINAL.contains(said) ? "Slack answered " + said : outcome.words();
            return !FINAL.contains(said) && retry.covers(outcome, RETRIED)
                    ? retry.again(outcome, attempts, now, random, reason)
                    : new Verdict.GiveUp(reason);
        }
        return retry.covers(outcome, RETRIED)
                ? retry.again(outcome, attempts, now, random, outcome.words())
                : new Verdict.GiveUp(outcome.words());
    }

    private static String said(Outcome.Answered answered) {
        return new String(answered.body(), StandardCharsets.UTF_8).strip();
    }

    private static boolean accepted(String said) {
        var compact = said.replaceAll("\\s", "");
        return said.isEmpty()
                || said.equals("ok")
                || compact.contains("\"ok\":true")
                || compact.contains("\"success\":true");
    }
}
