package com.callbackers.route;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Header;
import com.callbackers.callback.Parameters;
import com.callbackers.route.Match.PathMatch;
import com.callbackers.route.Match.ValueMatch;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds one callback against the matches of a route's rules. */
final class Matching {

    private final Callback callback;
    private final String sender;
    private @Nullable List<Header> parameters;

    Matching(Callback callback, String sender) {
        this.callback = callback;
        this.sender = sender;
    }

    /** Null when every given part fits; otherwise the first that does not, in words. */
    @Nullable
    String whyNot(Match match) {
        if (!match.methods().isEmpty() && !match.methods().contains(callback.method())) {
            return "method is " + callback.method() + ", not " + oneOf(match.methods());
        }
        if (match.path() != null && !fits(match.path())) {
            return "path " + callback.path() + " " + asked(match.path());
        }
        for (var header : match.headers()) {
            if (!anyFits(header, callback.headers(), candidate -> candidate.is(header.name()))) {
                return "header " + header.name() + " " + asked(header);
            }
        }
        for (var parameter : match.query()) {
            if (!anyFits(parameter, parameters(), candidate -> candidate.name().equals(parameter.name()))) {
                return "query parameter " + parameter.name() + " " + asked(parameter);
            }
        }
        if (!match.senders().isEmpty() && !match.senders().contains(sender)) {
            return "sender is " + sender + ", not " + oneOf(match.senders());
        }
        return null;
    }

    private boolean fits(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact exact -> callback.path().equals(exact.value());
            case PathMatch.Prefix prefix -> isUnder(prefix.value());
            case PathMatch.Regex regex -> regex.value().matches(callback.path());
        };
    }

    private boolean isUnder(String prefix) {
        var folder = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return callback.path().startsWith(folder)
                && (callback.path().length() == folder.length()
                        || callback.path().charAt(folder.length()) == '/');
    }

    private static boolean anyFits(ValueMatch asked, List<Header> candidates, Predicate<Header> named) {
        return candidates.stream().filter(named).map(Header::value).anyMatch(value -> switch (asked) {
            case ValueMatch.Exact exact -> value.equals(exact.value());
            case ValueMatch.Regex regex -> regex.value().matches(value);
        });
    }

    private static String asked(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact exact -> "is not " + exact.value();
            case PathMatch.Prefix prefix -> "is not under " + prefix.value();
            case PathMatch.Regex regex -> "does not match " + regex.value();
        };
    }

    private static String asked(ValueMatch value) {
        return switch (value) {
            case ValueMatch.Exact exact -> "is not '" + exact.value() + "'";
            case ValueMatch.Regex regex -> "does not match '" + regex.value() + "'";
        };
    }

    private static String oneOf(Set<String> values) {
        return String.join(" or ", new TreeSet<>(values));
    }

    private List<Header> parameters() {
        if (parameters == null) {
            parameters = Parameters.parse(callback.query());
        }
        return parameters;
    }
}
