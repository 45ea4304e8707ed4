package com.callbackers.compiler;

import java.util.List;
import java.util.stream.Collectors;

/** An action that was given with a request cannot be used; the message says why, in words. */
public final class RefusedActionException extends Exception {

    private final transient List<Problem> problems;

    public RefusedActionException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
