package com.callbackers.localkube.kind;

/** A column that a definition asks for in tables. */
public record Column(String name, String type, String format, String description, int priority, String jsonPath) {}
