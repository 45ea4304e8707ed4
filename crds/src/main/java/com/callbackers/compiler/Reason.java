package com.callbackers.compiler;

/** Why a condition of a resource is false. */
public enum Reason {
    INVALID_EXPRESSION("Accepted", "InvalidExpression"),
    INVALID_SPEC("Accepted", "InvalidSpec"),
    HOST_CONFLICT("Accepted", "HostConflict"),
    HOST_NOT_PERMITTED("Accepted", "HostNotPermitted"),
    SECRET_NOT_FOUND("ResolvedRefs", "SecretNotFound"),
    SECRET_KEY_NOT_FOUND("ResolvedRefs", "SecretKeyNotFound"),
    DESTINATION_NOT_FOUND("ResolvedRefs", "DestinationNotFound"),
    REF_NOT_PERMITTED("ResolvedRefs", "RefNotPermitted");

    private final String condition;
    private final String label;

    Reason(String condition, String label) {
        this.condition = condition;
        this.label = label;
    }

    public String condition() {
        return condition;
    }

    public String label() {
        return label;
    }
}
