package com.callbackers.expression;

/** What the place of an expression asks it to give. */
public enum Expected {
    BOOL,
    LIST,
    ANY
}
