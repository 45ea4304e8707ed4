package com.callbackers.expression;

/** An expression or template that cannot be used, with the place of the error within its source. */
public final class ExpressionException extends Exception {

    private final int line;
    private final int column;

    /**
     * @param line from 1
     * @param column from 1
     */
    public ExpressionException(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
