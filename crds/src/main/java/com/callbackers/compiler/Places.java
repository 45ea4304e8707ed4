package com.callbackers.compiler;

import com.callbackers.compiler.Problem.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where each field of a resource stands in its file. */
public final class Places {

    /** For what was not read from a file. */
    static final Places NONE = new Places("", "", Map.of(), Set.of());

    private final String file;
    private final String base;
    private final Map<String, Entry> entries;
    private final Set<String> byKey;

    private Places(String file, String base, Map<String, Entry> entries, Set<String> byKey) {
        this.file = file;
        this.base = base;
        this.entries = entries;
        this.byKey = byKey;
    }

    /**
     * @param key of the field's name, null for an element of a list
     * @param text the value when it is text
     */
    private record Entry(
            @Nullable Position key,
            Position value,
            @Nullable ScalarText text) {

        Position shown(boolean byKey) {
            return key != null && (byKey || text == null) ? key : value;
        }
    }

    /** The problem in one sentence, after file, line and column. */
    public String tell(Problem problem) {
        if (file.isEmpty()) {
            return problem.toString();
        }
        var place = place(problem);
        var field = problem.field().isEmpty() ? "" : problem.field() + ": ";
        return file + ":" + place.line() + ":" + place.column() + ": " + Problem.oneLine(field + problem.message());
    }

    public Position place(Problem problem) {
        var field = under(problem.field());
        var entry = entries.get(field);
        if (entry != null && entry.text() != null && problem.position() != null) {
            return entry.text().place(problem.position());
        }
        while (entry == null && !field.isEmpty()) {
            field = parent(field);
            entry = entries.get(field);
        }
        return entry == null ? new Position(1, 1) : entry.shown(byKey.contains(field));
    }

    /** Of the resource that stands at a field of the document. */
    Places within(Field field) {
        return new Places(file, field.path(), entries, byKey);
    }

    private String under(String field) {
        if (base.isEmpty() || field.isEmpty()) {
            return base + field;
        }
        return base + "." + field;
    }

    private static String parent(String field) {
        return field.substring(0, Math.max(0, Math.max(field.lastIndexOf('.'), field.lastIndexOf('['))));
    }

    /** Collects the places while a document is read. */
    static final class Builder {

        private final String file;
        private final Map<String, Entry> entries = new HashMap<>();
        private final Set<String> byKey = new HashSet<>();

        Builder(String file) {
            this.file = file;
        }

        void put(Field field, @Nullable Position key, Position value, @Nullable ScalarText text) {
            entries.put(field.path(), new Entry(key, value, text));
        }

        /** The field's name is what is wrong with it. */
        void wrongName(Field field) {
            byKey.add(field.path());
        }

        Places build() {
            return new Places(file, "", entries, byKey);
        }
    }
}
