package com.callbackers.expression;

import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The functions of CEL's standard and extension libraries whose work or result can be far larger than what they are
 * given, bound to a {@link Budget}. Positions count code points, as CEL does.
 */
final class Texts {

    private Texts() {}

    static Collection<CelFunctionBinding> bindings() {
        var bindings = new ArrayList<CelFunctionBinding>();
        bind(
                bindings,
                "contains",
                CelFunctionBinding.from(
                        "contains_string",
                        String.class,
                        String.class,
                        (text, part) -> Search.first(text, part, 0) >= 0));
        bind(
                bindings,
                "indexOf",
                CelFunctionBinding.from(
                        "string_index_of_string", String.class, String.class, (text, part) -> indexOf(text, part, 0)),
                CelFunctionBinding.from(
                        "string_index_of_string_int",
                        List.of(String.class, String.class, Long.class),
                        args -> indexOf((String) args[0], (String) args[1], (long) args[2])));
        bind(
                bindings,
                "lastIndexOf",
                CelFunctionBinding.from(
                        "string_last_index_of_string",
                        String.class,
                        String.class,
                        (text, part) -> lastIndexOf(text, part, Long.MAX_VALUE)),
                CelFunctionBinding.from(
                        "string_last_index_of_string_int",
                        List.of(String.class, String.class, Long.class),
                        args -> lastIndexOf((String) args[0], (String) args[1], (long) args[2])));
        bind(
                bindings,
                "replace",
                CelFunctionBinding.from(
                        "string_replace_string_string",
                        List.of(String.class, String.class, String.class),
                        args -> replace((String) args[0], (String) args[1], (String) args[2], -1)),
                CelFunctionBinding.from(
                        "string_replace_string_string_int",
                        List.of(String.class, String.class, String.class, Long.class),
                        args -> replace((String) args[0], (String) args[1], (String) args[2], (long) args[3])));
        bind(
                bindings,
                "split",
                CelFunctionBinding.from(
                        "string_split_string", String.class, String.class, (text, by) -> split(text, by, -1)),
                CelFunctionBinding.from(
                        "string_split_string_int",
                        List.of(String.class, String.class, Long.class),
                        args -> split((String) args[0], (String) args[1], (long) args[2])));
        bind(
                bindings,
                "join",
                CelFunctionBinding.from("list_join", List.class, list -> join(list, "")),
                CelFunctionBinding.from("list_join_string", List.class, String.class, Texts::join));
        bind(bindings, "lists.range", CelFunctionBinding.from("lists_range", Long.class, Texts::range));
        return bindings;
    }

    private static void bind(List<CelFunctionBinding> bindings, String function, CelFunctionBinding... overloads) {
        bindings.addAll(CelFunctionBinding.fromOverloads(function, overloads));
    }

    private static long indexOf(String text, String part, long from) {
        var found = Search.first(text, part, offset(text, from));
        return found < 0 ? -1 : text.codePointCount(0, found);
    }

    private static long lastIndexOf(String text, String part, long from) {
        var start = from == Long.MAX_VALUE ? text.length() : offset(text, from);
        var found = Search.last(text, part, start);
        return found < 0 ? -1 : text.codePointCount(0, found);
    }

    private static int offset(String text, long codePoints) {
        if (codePoints < 0 || codePoints > text.codePointCount(0, text.length())) {
            throw new UnusableException("the position " + codePoints + " is outside of the text");
        }
        return text.offsetByCodePoints(0, (int) codePoints);
    }

    private static String replace(String text, String part, String by, long times) {
        var result = new StringBuilder();
        var end = 0;
        var from = 0;
        for (long n = 0; n != times && from <= text.length(); n++) {
            var found = Search.first(text, part, from);
            if (found < 0) {
                break;
            }
            result.append(text, end, found).append(by);
            Budget.charge(1);
            Budget.checkLength(result.length());
            end = found + part.length();
            from = part.isEmpty() ? next(text, found) : end;
        }
        return result.append(text, end, text.length()).toString();
    }

    private static List<String> split(String text, String by, long most) {
        if (most == 0 || (text.isEmpty() && by.isEmpty())) {
            return List.of();
        }
        var parts = new ArrayList<String>();
        var end = 0;
        while (parts.size() + 1 != most) {
            var found = by.isEmpty() ? next(text, end) : Search.first(text, by, end);
            if (found < 0 || (by.isEmpty() && found >= text.length())) {
                break;
            }
            parts.add(text.substring(end, found));
            Budget.charge(1);
            end = found + by.length();
        }
        parts.add(text.substring(end));
        return parts;
    }

    private static int next(String text, int at) {
        return at >= text.length() ? at + 1 : text.offsetByCodePoints(at, 1);
    }

    private static String join(List<?> list, String between) {
        var result = new StringBuilder();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String text)) {
                throw new UnusableException("only texts can be joined");
            }
            result.append(i == 0 ? "" : between).append(text);
            Budget.checkLength(result.length());
        }
        return result.toString();
    }

    private static List<Long> range(long size) {
        if (size > Budget.ROUNDS) {
            throw new UnusableException("a range is at most " + Budget.ROUNDS + " long");
        }
        return LongStream.range(0, Math.max(0, size)).boxed().toList();
    }
}
