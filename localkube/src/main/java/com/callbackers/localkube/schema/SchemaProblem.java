package com.callbackers.localkube.schema;

/** What a schema says against an object. */
public record SchemaProblem(String reason, String field, String message) {}
