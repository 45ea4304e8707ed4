package com.callbackers.compiler;

import java.util.ArrayList;
import java.util.List;

/**
 * A resource as it was read.
 *
 * @param resource what could be understood of it
 * @param problems what could not
 */
public record Read<T>(T resource, Places places, List<Problem> problems) {

    public Read {
        problems = List.copyOf(problems);
    }

    /** All problems, without those that only follow from what could not be read. */
    public List<Problem> with(List<Problem> found) {
        var all = new ArrayList<>(problems);
        for (var problem : found) {
            var field = new Field(problem.field());
            if (problems.stream().noneMatch(read -> field.within(read.field()))) {
                all.add(problem);
            }
        }
        return List.copyOf(all);
    }

    Read<T> plus(Problem problem) {
        var more = new ArrayList<>(problems);
        more.add(problem);
        return new Read<>(resource, places, more);
    }
}
