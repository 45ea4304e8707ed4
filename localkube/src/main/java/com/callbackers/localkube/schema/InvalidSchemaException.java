package com.callbackers.localkube.schema;

import java.util.List;
import java.util.stream.Collectors;

/** A schema that no CustomResourceDefinition may have. */
public final class InvalidSchemaException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<SchemaProblem> problems;

    InvalidSchemaException(List<SchemaProblem> problems) {
        super(problems.stream().map(SchemaProblem::toString).collect(Collectors.joining(", ")));
        this.problems = List.copyOf(problems);
    }

    /** With the fields of the CustomResourceDefinition. */
    public List<SchemaProblem> problems() {
        return problems;
    }
}
