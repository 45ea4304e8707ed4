package com.callbackers.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelTypes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Looks over a type-checked expression for what CEL's own check leaves for run time. */
final class Review {

    private final CelAbstractSyntaxTree checked;
    private final Set<String> known;
    private final Set<String> names = new TreeSet<>();

    private Review(CelAbstractSyntaxTree checked, Set<String> known) {
        this.checked = checked;
        this.known = known;
    }

    static Review of(CelAbstractSyntaxTree checked, Set<String> known) throws ExpressionException {
        var review = new Review(checked, known);
        review.look(checked.getExpr(), Set.of());
        return review;
    }

    /** The variables that are used, those of a comprehension left out. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    void gives(Expected expected) throws ExpressionException {
        var type = checked.getResultType();
        var fits =
                switch (type.kind()) {
                    case DYN, ANY -> true;
                    case BOOL -> expected != Expected.LIST;
                    case LIST -> expected != Expected.BOOL;
                    default -> expected == Expected.ANY;
                };
        if (!fits) {
            throw new ExpressionException(
                    1,
                    1,
                    "gives " + CelTypes.format(type) + " where "
                            + (expected == Expected.BOOL ? "true or false" : "a list") + " is asked for");
        }
    }

    private void look(CelExpr part, Set<String> local) throws ExpressionException {
        switch (part.getKind()) {
            case IDENT -> use(part.ident().name(), local);
            case SELECT -> look(part.select().operand(), local);
            case CALL -> call(part, local);
            case LIST -> all(part.list().elements(), local);
            case MAP -> {
                for (var entry : part.map().entries()) {
                    look(entry.key(), local);
                    look(entry.value(), local);
                }
            }
            case STRUCT -> throw at(part, "objects are written as maps: {\"name\": value}");
            case COMPREHENSION -> comprehension(part.comprehension(), local);
            case CONSTANT, NOT_SET -> {}
        }
    }

    private void comprehension(CelExpr.CelComprehension part, Set<String> local) throws ExpressionException {
        look(part.iterRange(), local);
        look(part.accuInit(), local);
        var inner = new TreeSet<>(local);
        inner.addAll(List.of(part.iterVar(), part.iterVar2(), part.accuVar()));
        all(List.of(part.loopCondition(), part.loopStep(), part.result()), inner);
    }

    private void call(CelExpr part, Set<String> local) throws ExpressionException {
        var call = part.call();
        var values = Stream.concat(call.target().stream(), call.args().stream()).toList();
        switch (call.function()) {
            case "matches" -> literal(values, 1, Regexes::pattern);
            case "regex.replace" -> literal(values, 1, Regexes::pattern);
            case "regex.extract", "regex.extractAll" -> literal(values, 1, Regexes::extractable);
            case "ip" -> literal(values, 0, IpAddress::parse);
            case "cidr" -> literal(values, 0, IpRange::parse);
            case "containsIP" -> literal(values, 1, IpAddress::parse);
            case "containsCIDR" -> literal(values, 1, IpRange::parse);
            default -> {}
        }
        all(values, local);
    }

    private void all(List<CelExpr> parts, Set<String> local) throws ExpressionException {
        for (var part : parts) {
            look(part, local);
        }
    }

    private void use(String name, Set<String> local) {
        var plain = name.startsWith(".") ? name.substring(1) : name;
        if (known.contains(plain) && !local.contains(name)) {
            names.add(plain);
        }
    }

    private void literal(List<CelExpr> values, int index, Consumer<String> check) throws ExpressionException {
        if (values.size() <= index || values.get(index).getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return;
        }
        var value = values.get(index);
        if (value.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            return;
        }
        try {
            check.accept(value.constant().stringValue());
        } catch (UnusableException e) {
            throw at(value, String.valueOf(e.getMessage()));
        }
    }

    private ExpressionException at(CelExpr part, String message) {
        var source = checked.getSource();
        var place = Optional.ofNullable(source.getPositionsMap().get(part.id())).flatMap(source::getOffsetLocation);
        return new ExpressionException(
                place.map(p -> p.getLine()).orElse(1),
                place.map(p -> p.getColumn() + 1).orElse(1),
                message);
    }
}
