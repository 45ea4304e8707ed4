package com.callbackers.compiler;

import com.callbackers.route.Route;
import java.util.List;

/** What came of compiling a resource. */
public sealed interface Compilation {

    record Compiled(Route route) implements Compilation {}

    /** @param problems all of them, at least one */
    record Refused(List<Problem> problems) implements Compilation {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
