package com.callbackers.localkube.shape;

import java.util.Map;

/** A type of Kubernetes' own API. */
public record BuiltInType(String name, boolean atomic, String description, Map<String, BuiltInField> fields) {}
