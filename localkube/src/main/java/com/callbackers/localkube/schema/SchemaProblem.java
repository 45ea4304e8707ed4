package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that stands against an object, as it goes into the causes of a Status.
 *
 * @param field such as {@code spec.rules[0].name}; {@code <nil>} for the whole object
 * @param message such as {@code Invalid value: "a b": spec.hosts[0] in body should match '^[a-z]+$'}
 */
public record SchemaProblem(String field, Reason reason, String message) {

    /** What Kubernetes calls a cause's type. */
    public enum Reason {
        REQUIRED("FieldValueRequired", "Required value"),
        DUPLICATE("FieldValueDuplicate", "Duplicate value"),
        INVALID("FieldValueInvalid", "Invalid value"),
        NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value"),
        FORBIDDEN("FieldValueForbidden", "Forbidden"),
        TOO_LONG("FieldValueTooLong", "Too long"),
        TOO_MANY("FieldValueTooMany", "Too many"),
        TYPE_INVALID("FieldValueTypeInvalid", "Invalid value");

        private final String label;
        private final String words;

        Reason(String label, String words) {
            this.label = label;
            this.words = words;
        }

        /** As in a Status, such as {@code FieldValueInvalid}. */
        public String label() {
            return label;
        }

        /** Rules are not evaluated on an object that has one of these. */
        boolean blocksRules() {
            return switch (this) {
                case REQUIRED, NOT_SUPPORTED, TOO_LONG, TOO_MANY, TYPE_INVALID -> true;
                case DUPLICATE, INVALID, FORBIDDEN -> false;
            };
        }
    }

    static SchemaProblem plain(Path field, Reason reason, String detail) {
        return new SchemaProblem(field.told(), reason, detail.isEmpty() ? reason.words : reason.words + ": " + detail);
    }

    /** With the value that is wrong. */
    static SchemaProblem of(Path field, Reason reason, @Nullable JsonNode value, String detail) {
        var shown = Wording.value(value);
        return plain(field, reason, detail.isEmpty() ? shown : shown + ": " + detail);
    }

    static SchemaProblem invalid(Path field, @Nullable JsonNode value, String detail) {
        return of(field, Reason.INVALID, value, detail);
    }

    /** As it stands in the message of a Status. */
    @Override
    public String toString() {
        return field + ": " + message;
    }
}
