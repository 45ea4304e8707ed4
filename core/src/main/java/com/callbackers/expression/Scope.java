package com.callbackers.expression;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that an expression may use, with their types; compiles expressions against them. Immutable. */
public final class Scope {

    private static final Scope CALLBACK = new Scope(CallbackTypes.variables());
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

    /** CEL's own words, the names of its types, and those before the dot of its functions. */
    private static final Set<String> TAKEN = Set.of(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "false",
            "for",
            "function",
            "if",
            "import",
            "in",
            "let",
            "loop",
            "namespace",
            "null",
            "package",
            "return",
            "true",
            "var",
            "void",
            "while",
            "bool",
            "bytes",
            "double",
            "dyn",
            "google",
            "int",
            "list",
            "map",
            "null_type",
            "optional_type",
            "string",
            "type",
            "uint",
            "net",
            "base64",
            "lists",
            "math",
            "optional",
            "regex",
            "strings");

    private record Key(String source, Expected expected, Map<String, CelType> names) {}

    private static final Cache<Key, Expression> IN_USE =
            CacheBuilder.newBuilder().weakValues().build();

    private final Map<String, CelType> names;

    private Scope(Map<String, CelType> names) {
        this.names = Map.copyOf(names);
    }

    /** {@code request}, {@code body}, {@code text}, {@code callback} and {@code sender}. */
    public static Scope ofCallback() {
        return CALLBACK;
    }

    /**
     * Adds a name whose value is what the expression gives, or null when it fails.
     *
     * @throws ExpressionException when the name cannot be used or is there already
     */
    public Scope with(String name, Expression value) throws ExpressionException {
        if (!IDENTIFIER.matcher(name).matches()) {
            throw refused(name, "is not a name; use letters, digits and underscores, no digit first");
        }
        if (TAKEN.contains(name)) {
            throw refused(name, "is a word of the expression language; use another name");
        }
        if (names.containsKey(name)) {
            throw refused(name, "is there already; use another name");
        }
        var more = new LinkedHashMap<>(names);
        more.put(name, orNull(value.type()));
        return new Scope(more);
    }

    public Scope without(String name) {
        var fewer = new LinkedHashMap<>(names);
        fewer.remove(name);
        return new Scope(fewer);
    }

    /**
     * The same text among the same names is one expression, however many routes have it.
     *
     * @throws ExpressionException with the place of the first error
     */
    public Expression expression(String source, Expected expected) throws ExpressionException {
        var key = new Key(source, expected, names);
        var known = IN_USE.getIfPresent(key);
        if (known != null) {
            return known;
        }
        var compiled = compile(source, expected);
        IN_USE.put(key, compiled);
        return compiled;
    }

    private Expression compile(String source, Expected expected) throws ExpressionException {
        try {
            var checked = Environment.check(source, names);
            var review = Review.of(checked, names.keySet());
            review.gives(expected);
            return new Expression(
                    source, expected, checked.getResultType(), review.names(), Environment.program(checked));
        } catch (CelValidationException e) {
            throw CompileWords.of(e);
        } catch (CelEvaluationException e) {
            throw new ExpressionException(1, 1, RunWords.of(source, e));
        } catch (StackOverflowError e) {
            throw new ExpressionException(1, 1, "nested too deeply");
        }
    }

    /** @throws ExpressionException with the place of the first error within the whole template */
    public Template template(String source) throws ExpressionException {
        return new TemplateReader(source, this).read();
    }

    private static CelType orNull(CelType type) {
        return switch (type.kind()) {
            case BOOL, INT, UINT, DOUBLE, STRING, BYTES -> NullableType.create(type);
            // These may be compared with null as they are.
            case TIMESTAMP, DURATION, OPAQUE, NULL_TYPE -> type;
            default -> type instanceof NullableType ? type : SimpleType.DYN;
        };
    }

    private static ExpressionException refused(String name, String why) {
        return new ExpressionException(1, 1, "'" + name + "' " + why);
    }
}
