package com.callbackers.route;

import com.callbackers.expression.Expression;

/** A named value that the expressions after it may use. */
public record Let(String name, Expression value) {}
