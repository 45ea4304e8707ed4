package com.callbackers.expression;

import org.jspecify.annotations.Nullable;

/** What an expression gave. */
public sealed interface Evaluation {

    record Value(@Nullable Object value) implements Evaluation {}

    record Failed(String why) implements Evaluation {}
}
