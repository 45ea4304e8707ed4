package com.callbackers.console.resources;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What came of saving a resource. */
public sealed interface Saved {

    record Done(JsonNode resource, boolean made) implements Saved {}

    /** Something else keeps it, and would undo the change. */
    record Kept(String keeper) implements Saved {}

    /** Somebody else changed it, or made one with its name. */
    record Overtaken(String why) implements Saved {}

    /** The Kubernetes API takes it not as it is. */
    record Invalid(List<Cause> causes) implements Saved {}

    /** The console may not, or the namespace is not there. */
    record Refused(int status, String why) implements Saved {}

    record Cause(String field, String message) {}
}
