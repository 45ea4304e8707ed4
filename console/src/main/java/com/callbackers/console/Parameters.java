package com.callbackers.console;

import com.callbackers.callback.CallbackState;
import com.callbackers.journal.Callbacks;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** The query of a call: only names that it knows, each once; an empty value counts as not given. */
final class Parameters {

    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;
    private static final int MAX_LENGTH = 1000;
    /** What the journal can tell apart: its ids hold milliseconds since 1970 in 48 bits. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final MultiValueMap<String, String> query;

    private Parameters(MultiValueMap<String, String> query) {
        this.query = query;
    }

    static Parameters of(MultiValueMap<String, String> query, String... known) {
        var names = List.of(known);
        query.forEach((name, values) -> check(name, values, names));
        return new Parameters(query);
    }

    static void none(MultiValueMap<String, String> query) {
        of(query);
    }

    static UUID id(String text) {
        // UUID.fromString takes 1-1-1-1-1 as well
        if (text.length() == 36) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw Problem.invalid("id", "id must be a UUID, not '%s'".formatted(text));
            }
        }
        throw Problem.invalid("id", "id must be a UUID, not '%s'".formatted(text));
    }

    static String cursor(UUID last) {
        var bytes = ByteBuffer.allocate(16)
                .putLong(last.getMostSignificantBits())
                .putLong(last.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Callbacks.Filter filter() {
        var since = instant("since").orElse(null);
        var until = instant("until").orElse(null);
        if (since != null && until != null && since.isAfter(until)) {
            throw Problem.invalid("until", "until must not be before since");
        }
        return new Callbacks.Filter(
                text("host").map(host -> host.toLowerCase(Locale.ROOT)).orElse(null),
                text("route").orElse(null),
                text("sender").orElse(null),
                state().orElse(null),
                text("q").orElse(null),
                since,
                until);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(query.getFirst(name)).filter(value -> !value.isEmpty());
    }

    int limit() {
        return text("limit").map(Parameters::limit).orElse(DEFAULT_LIMIT);
    }

    @Nullable
    UUID cursor() {
        return text("cursor").map(Parameters::position).orElse(null);
    }

    Optional<Instant> instant(String name) {
        return text(name).map(value -> instant(name, value));
    }

    private Optional<CallbackState> state() {
        return text("state").map(Parameters::state);
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

    private static int limit(String text) {
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.invalid("limit", "limit must be a number from 1 to %d, not '%s'".formatted(MAX_LIMIT, text));
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
        return Arrays.stream(CallbackState.values())
                .filter(state -> state.label().equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "state",
                        "state must be one of %s, not '%s'"
                                .formatted(
                                        Arrays.stream(CallbackState.values())
                                                .map(CallbackState::label)
                                                .collect(Collectors.joining(", ")),
                                        text)));
    }

    private static Instant instant(String name, String text) {
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
