package com.callbackers.localkube.objects;

import java.util.ArrayList;
import java.util.List;

/**
 * How a write is to be done.
 *
 * @param manager who owns the fields that change
 * @param force takes fields that others own, when applying
 * @param warnings what the writer is to be told beside the answer
 */
public record WriteOptions(
        String manager, boolean dryRun, boolean force, FieldValidation validation, List<String> warnings) {

    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }

    /** Of what the API does by itself. */
    public static WriteOptions own() {
        return new WriteOptions("localkube", false, false, FieldValidation.IGNORE, new ArrayList<>());
    }
}
