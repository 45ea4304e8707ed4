package com.callbackers.localkube.select;

import com.callbackers.localkube.refusal.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is asked of labels, as in {@code app=edge,tier in (a,b),!old}. */
public final class LabelSelector {

    private static final LabelSelector ALL = new LabelSelector(List.of());

    private static final Pattern IN = Pattern.compile("\\s*([^\\s=!,()]+)\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*");
    private static final Pattern EQUALS = Pattern.compile("\\s*([^\\s=!,()]+)\\s*(==|=|!=)\\s*([^\\s=!,()]*)\\s*");
    private static final Pattern EXISTS = Pattern.compile("\\s*(!?)\\s*([^\\s=!,()]+)\\s*");

    private sealed interface Requirement {

        boolean fits(Map<String, String> labels);

        record OneOf(String label, Set<String> values) implements Requirement {
            @Override
            public boolean fits(Map<String, String> labels) {
                var value = labels.get(label);
                return value != null && values.contains(value);
            }
        }

        record NoneOf(String label, Set<String> values) implements Requirement {
            @Override
            public boolean fits(Map<String, String> labels) {
                var value = labels.get(label);
                return value == null || !values.contains(value);
            }
        }

        record Present(String label) implements Requirement {
            @Override
            public boolean fits(Map<String, String> labels) {
                return labels.containsKey(label);
            }
        }

        record Absent(String label) implements Requirement {
            @Override
            public boolean fits(Map<String, String> labels) {
                return !labels.containsKey(label);
            }
        }
    }

    private final List<Requirement> requirements;

    private LabelSelector(List<Requirement> requirements) {
        this.requirements = requirements;
    }

    public static LabelSelector parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return ALL;
        }
        return new LabelSelector(
                parts(text).map(part -> requirement(part, text)).toList());
    }

    /** Splits at the commas that stand in no parentheses. */
    private static Stream<String> parts(String text) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(text.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {
                    // part of a name
                }
            }
        }
        parts.add(text.substring(start));
        return parts.stream();
    }

    private static Requirement requirement(String part, String whole) {
        var in = IN.matcher(part);
        if (in.matches()) {
            var values = Stream.of(in.group(3).split(",")).map(String::strip).collect(Collectors.toSet());
            return in.group(2).equals("in")
                    ? new Requirement.OneOf(in.group(1), values)
                    : new Requirement.NoneOf(in.group(1), values);
        }
        var equals = EQUALS.matcher(part);
        if (equals.matches()) {
            var values = Set.of(equals.group(3));
            return equals.group(2).equals("!=")
                    ? new Requirement.NoneOf(equals.group(1), values)
                    : new Requirement.OneOf(equals.group(1), values);
        }
        var exists = EXISTS.matcher(part);
        if (exists.matches()) {
            return exists.group(1).isEmpty()
                    ? new Requirement.Present(exists.group(2))
                    : new Requirement.Absent(exists.group(2));
        }
        throw RefusedException.badRequest("unable to parse requirement: " + part.strip() + " in '" + whole + "'");
    }

    public boolean fits(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.fits(labels));
    }
}
