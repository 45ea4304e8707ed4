package com.callbackers.route;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of a request that a rule asks for; all given parts must fit. Empty means any. */
public record Match(
        Set<String> methods,
        @Nullable PathMatch path,
        List<ValueMatch> headers,
        List<ValueMatch> query,
        Set<String> senders) {

    public static final Match ANY = new Match(Set.of(), null, List.of(), List.of(), Set.of());

    /** Looks at the path as it was sent, percent-encoding kept. */
    public sealed interface PathMatch {

        record Exact(String value) implements PathMatch {}

        /** Whole segments: {@code /card} fits {@code /card} and {@code /card/x}, not {@code /cards}. */
        record Prefix(String value) implements PathMatch {}

        /** The whole path must match. */
        record Regex(Pattern value) implements PathMatch {}
    }

    /** A header or a query parameter: any of its values may fit. */
    public sealed interface ValueMatch {

        String name();

        record Exact(String name, String value) implements ValueMatch {}

        /** The whole value must match. */
        record Regex(String name, Pattern value) implements ValueMatch {}
    }
}
