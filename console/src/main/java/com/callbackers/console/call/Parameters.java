package com.callbackers.console.call;

import com.callbackers.callback.CallbackState;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Shares;
import com.callbackers.journal.Tenants;
import com.callbackers.journal.Undelivered;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/** The query of a call: only names that it knows, each once; an empty value counts as not given. */
public final class Parameters {

    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;
    private static final Duration USUAL_QUESTION = Duration.ofHours(1);
    private static final int MAX_LENGTH = 1000;
    /** What the journal can tell apart: its ids hold milliseconds since 1970 in 48 bits. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final MultiValueMap<String, String> query;

    private Parameters(MultiValueMap<String, String> query) {
        this.query = query;
    }

    public static Parameters of(MultiValueMap<String, String> query, String... known) {
        var names = List.of(known);
        query.forEach((name, values) -> check(name, values, names));
        return new Parameters(query);
    }

    public static void none(MultiValueMap<String, String> query) {
        of(query);
    }

    public static UUID id(String text) {
        return id("id", text);
    }

    public static UUID id(String name, String text) {
        // UUID.fromString takes 1-1-1-1-1 as well
        if (text.length() == 36) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                // told below
            }
        }
        throw Problem.invalid(name, "%s must be a UUID, not '%s'".formatted(name, text));
    }

    public static String cursor(UUID last) {
        var bytes = ByteBuffer.allocate(16)
                .putLong(last.getMostSignificantBits())
                .putLong(last.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public Callbacks.Filter filter(Tenants tenants) {
        var period = period();
        return new Callbacks.Filter(
                tenants,
                host(),
                text("route").orElse(null),
                text("sender").orElse(null),
                text("state").map(Parameters::state).orElse(null),
                status(),
                text("q").orElse(null),
                period.since(),
                period.until());
    }

    /** What came where and when: in the last hour unless it is said. */
    public Shares.Question question(Instant now) {
        var period = period();
        var until = Optional.ofNullable(period.until())
                .filter(time -> time.isBefore(now))
                .orElse(now);
        var since = Optional.ofNullable(period.since()).orElseGet(() -> until.minus(USUAL_QUESTION));
        if (!since.isBefore(until)) {
            throw Problem.invalid("since", "since must be before until, and in the past");
        }
        if (tenant() == null && host() == null) {
            throw Problem.invalid("host", "give a host or a tenant");
        }
        return new Shares.Question(tenant(), host(), since, until, text("q").orElse(null));
    }

    public static Callbacks.Filter filter(Shares.Question question, Tenants tenants) {
        return new Callbacks.Filter(
                tenants, question.host(), null, null, null, null, question.q(), question.since(), question.until());
    }

    public Undelivered.Filter undelivered(Tenants tenants) {
        var period = period();
        return new Undelivered.Filter(
                tenants,
                host(),
                text("route").orElse(null),
                text("destination").orElse(null),
                text("state").map(Parameters::undeliveredState).orElse(null),
                period.since(),
                period.until());
    }

    private record Period(@Nullable Instant since, @Nullable Instant until) {}

    private Period period() {
        var since = instant("since").orElse(null);
        var until = instant("until").orElse(null);
        if (since != null && until != null && since.isAfter(until)) {
            throw Problem.invalid("until", "until must not be before since");
        }
        return new Period(since, until);
    }

    private @Nullable Integer status() {
        return text("status").map(text -> number("status", text, 599)).orElse(null);
    }

    public @Nullable String host() {
        return text("host").map(host -> host.toLowerCase(Locale.ROOT)).orElse(null);
    }

    /** A namespace. */
    public @Nullable String tenant() {
        return text("tenant").orElse(null);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(query.getFirst(name)).filter(value -> !value.isEmpty());
    }

    /** As a query, without some of its names. */
    public String without(String... names) {
        var left = new LinkedMultiValueMap<>(query);
        List.of(names).forEach(left::remove);
        left.values().removeIf(values -> values.stream().allMatch(value -> value == null || value.isEmpty()));
        return Objects.requireNonNullElse(
                UriComponentsBuilder.newInstance()
                        .queryParams(left)
                        .encode()
                        .build()
                        .getQuery(),
                "");
    }

    public int limit() {
        return number("limit", DEFAULT_LIMIT, MAX_LIMIT);
    }

    /** From 1. */
    public int number(String name, int otherwise, int most) {
        return text(name).map(text -> number(name, text, most)).orElse(otherwise);
    }

    public @Nullable UUID cursor() {
        return text("cursor").map(Parameters::position).orElse(null);
    }

    public Optional<Instant> instant(String name) {
        return text(name).map(value -> instant(name, value));
    }

    private static void check(String name, List<String> values, List<String> known) {
        if (!known.contains(name)) {
            throw Problem.invalid(
                    name,
                    known.isEmpty()
                            ? "there is no parameter '%s': this call takes none".formatted(name)
                            : "there is no parameter '%s', only %s".formatted(name, String.join(", ", known)));
        }
        if (values.size() > 1) {
            throw Problem.invalid(name, "%s is given %d times".formatted(name, values.size()));
        }
        if (values.stream().anyMatch(value -> value != null && value.length() > MAX_LENGTH)) {
            throw Problem.invalid(name, "%s is longer than %d characters".formatted(name, MAX_LENGTH));
        }
        if (values.stream().anyMatch(value -> value != null && value.indexOf('\0') >= 0)) {
            throw Problem.invalid(name, "%s holds a NUL character".formatted(name));
        }
    }

    private static int number(String name, String text, int most) {
        try {
            var number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.invalid(name, "%s must be a number from 1 to %d, not '%s'".formatted(name, most, text));
    }

    private static UUID position(String text) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == 16) {
                return new UUID(bytes.getLong(), bytes.getLong());
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Problem.invalid("cursor", "cursor must be the 'next' of an earlier page, not '%s'".formatted(text));
    }

    private static CallbackState state(String text) {
        return state(text, List.of(CallbackState.values()), CallbackState::label);
    }

    private static DeliveryState undeliveredState(String text) {
        var states = Arrays.stream(DeliveryState.values())
                .filter(state -> state != DeliveryState.DELIVERED)
                .toList();
        return state(text, states, DeliveryState::label);
    }

    private static <T> T state(String text, List<T> states, Function<T, String> label) {
        return states.stream()
                .filter(state -> label.apply(state).equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "state",
                        "state must be one of %s, not '%s'"
                                .formatted(states.stream().map(label).collect(Collectors.joining(", ")), text)));
    }

    public static Instant instant(String name, String text) {
        try {
            // a plus that nobody escaped in an offset arrives as a space
            var instant = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw Problem.invalid(
                name,
                "%s must be a time such as 2026-11-23T09:30:00Z, from 1970 to 9999, not '%s'".formatted(name, text));
    }
}
