package com.callbackers.localkube.fields;

/**
 * Who changes an object.
 *
 * @param subresource empty for the object itself
 */
public record Manager(String name, Operation operation, String apiVersion, String subresource) {

    public enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String label;

        Operation(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        static Operation of(String label) {
            return label.equals(APPLY.label) ? APPLY : UPDATE;
        }
    }
}
