package com.callbackers.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The regular expression functions of CEL and its extension, with RE2's syntax. Ours keep compiled patterns, and bound
 * what the library's own do not: the size of a pattern and the work of a search.
 */
final class Regexes {

    private static final int LONGEST_PATTERN = 2_000;
    private static final int LARGEST_PROGRAM = 5_000;

    private static final int KEPT = 2_000;
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private Regexes() {}

    static Collection<CelFunctionBinding> bindings() {
        var bindings = new ArrayList<CelFunctionBinding>();
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "matches",
                CelFunctionBinding.from("matches", String.class, String.class, Regexes::matches),
                CelFunctionBinding.from("matches_string", String.class, String.class, Regexes::matches)));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "regex.extract",
                CelFunctionBinding.from("regex_extract_string_string", String.class, String.class, Regexes::extract)));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "regex.extractAll",
                CelFunctionBinding.from(
                        "regex_extractAll_string_string", String.class, String.class, Regexes::extractAll)));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "regex.replace",
                CelFunctionBinding.from(
                        "regex_replaceAll_string_string_string",
                        List.of(String.class, String.class, String.class),
                        args -> replace((String) args[0], (String) args[1], (String) args[2], -1)),
                CelFunctionBinding.from(
                        "regex_replaceCount_string_string_string_int",
                        List.of(String.class, String.class, String.class, Long.class),
                        args -> replace((String) args[0], (String) args[1], (String) args[2], (long) args[3]))));
        return bindings;
    }

    /** @throws UnusableException for a pattern that cannot be used, in words */
    static Pattern pattern(String source) {
        var kept = PATTERNS.get(source);
        if (kept != null) {
            return kept;
        }
        if (source.length() > LONGEST_PATTERN) {
            throw new UnusableException("the pattern is longer than " + LONGEST_PATTERN + " characters");
        }
        if (RegexSize.of(source) > LARGEST_PROGRAM) {
            throw new UnusableException("the pattern repeats too much");
        }
        Budget.charge(1_000);
        Pattern pattern;
        try {
            pattern = Pattern.compile(source);
        } catch (PatternSyntaxException e) {
            throw new UnusableException("not a pattern of RE2: " + e.getDescription());
        }
        if (pattern.programSize() > LARGEST_PROGRAM) {
            throw new UnusableException("the pattern is too large");
        }
        if (PATTERNS.size() >= KEPT) {
            PATTERNS.clear();
        }
        PATTERNS.put(source, pattern);
        return pattern;
    }

    /** @throws UnusableException also for more than the one group that can be extracted */
    static Pattern extractable(String source) {
        var pattern = pattern(source);
        if (pattern.groupCount() > 1) {
            throw new UnusableException("the pattern has more than one group; use (?:…) for the others");
        }
        return pattern;
    }

    private static Matcher search(Pattern pattern, String text) {
        return pattern.matcher(new CountedText(text, pattern.programSize()));
    }

    private static boolean matches(String text, String source) {
        return search(pattern(source), text).find();
    }

    private static Optional<String> extract(String text, String source) {
        var pattern = extractable(source);
        var matcher = search(pattern, text);
        return matcher.find() ? Optional.ofNullable(matcher.group(pattern.groupCount())) : Optional.empty();
    }

    private static List<String> extractAll(String text, String source) {
        var pattern = extractable(source);
        var matcher = search(pattern, text);
        var found = new ArrayList<String>();
        while (matcher.find()) {
            var group = matcher.group(pattern.groupCount());
            if (group != null) {
                found.add(group);
            }
        }
        return found;
    }

    private static String replace(String text, String source, String replacement, long times) {
        var matcher = search(pattern(source), text);
        var result = new StringBuilder();
        var end = 0;
        for (long n = 0; n != times && matcher.find(); n++) {
            result.append(text, end, matcher.start());
            append(result, matcher, replacement);
            Budget.checkLength(result.length());
            end = matcher.end();
        }
        return result.append(text, end, text.length()).toString();
    }

    /** {@code \1} stands for a group, {@code \0} for the whole match. */
    private static void append(StringBuilder result, Matcher matcher, String replacement) {
        for (int i = 0; i < replacement.length(); i++) {
            var c = replacement.charAt(i);
            if (c != '\\') {
                result.append(c);
                continue;
            }
            var next = ++i < replacement.length() ? replacement.charAt(i) : ' ';
            if (next == '\\') {
                result.append('\\');
            } else if (next >= '0' && next <= '9' && next - '0' <= matcher.groupCount()) {
                var group = matcher.group(next - '0');
                result.append(group == null ? "" : group);
            } else {
                throw new UnusableException(
                        "in a replacement, a backslash is followed by another or by the number of a group");
            }
        }
    }
}
