package com.callbackers.localkube.refusal;

import com.callbackers.localkube.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request that is answered with a {@code Status} of failure, in the words of the real API. */
public final class RefusedException extends RuntimeException {

    private final int code;
    private final String reason;
    private final @Nullable Subject subject;
    private final List<Cause> causes;

    /** @param kind the plural name of the resource, or the kind where the object itself is at fault */
    public record Subject(String group, String kind, String name) {

        String qualified() {
            return group.isEmpty() ? kind : kind + "." + group;
        }
    }

    public record Cause(String reason, String message, String field) {}

    private RefusedException(int code, String reason, String message, @Nullable Subject subject, List<Cause> causes) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.subject = subject;
        this.causes = causes;
    }

    public static RefusedException notFound(Subject subject) {
        return new RefusedException(404, "NotFound", quoted(subject) + " not found", subject, List.of());
    }

    public static RefusedException noSuchPath() {
        return new RefusedException(
                404, "NotFound", "the server could not find the requested resource", null, List.of());
    }

    public static RefusedException alreadyExists(Subject subject) {
        return new RefusedException(409, "AlreadyExists", quoted(subject) + " already exists", subject, List.of());
    }

    public static RefusedException stale(Subject subject) {
        return conflict(
                subject,
                "the object has been modified; please apply your changes to the latest version and try again",
                List.of());
    }

    public static RefusedException conflict(Subject subject, String why) {
        return conflict(subject, why, List.of());
    }

    private static RefusedException conflict(Subject subject, String why, List<Cause> causes) {
        var message = "Operation cannot be fulfilled on " + quoted(subject) + ": " + why;
        return new RefusedException(409, "Conflict", message, subject, causes);
    }

    /** Fields that other managers own. */
    public static RefusedException owned(List<Cause> causes) {
        var message = causes.size() == 1
                ? "Apply failed with 1 conflict: " + causes.getFirst().message() + ": "
                        + causes.getFirst().field()
                : "Apply failed with " + causes.size() + " conflicts: " + byOwner(causes);
        return new RefusedException(409, "Conflict", message, null, causes);
    }

    private static String byOwner(List<Cause> causes) {
        var fields = new TreeMap<String, List<String>>();
        causes.forEach(cause -> fields.computeIfAbsent(cause.message(), message -> new ArrayList<>())
                .add("- " + cause.field()));
        return fields.entrySet().stream()
                .map(entry -> entry.getKey().replaceFirst("conflict ", "conflicts ") + ":\n"
                        + String.join("\n", entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** @param subject with the kind, not the plural name */
    public static RefusedException invalid(Subject subject, List<Cause> causes) {
        var problems = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .distinct()
                .toList();
        var words = problems.size() == 1 ? problems.getFirst() : "[" + String.join(", ", problems) + "]";
        return new RefusedException(
                422,
                "Invalid",
                subject.qualified() + " \"" + subject.name() + "\" is invalid: " + words,
                subject,
                causes);
    }

    /** Understood, and yet of no use. */
    public static RefusedException unprocessable(String message) {
        return new RefusedException(422, "Invalid", message, null, List.of());
    }

    public static RefusedException badRequest(String message) {
        return new RefusedException(400, "BadRequest", message, null, List.of());
    }

    public static RefusedException forbidden(String message) {
        return new RefusedException(403, "Forbidden", message, null, List.of());
    }

    public static RefusedException forbidden(Subject subject, String why) {
        return new RefusedException(403, "Forbidden", quoted(subject) + " is forbidden: " + why, subject, List.of());
    }

    public static RefusedException methodNotAllowed() {
        return new RefusedException(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                null,
                List.of());
    }

    public static RefusedException expired(long asked, long oldest) {
        var message = "too old resource version: " + asked + " (" + oldest + ")";
        return new RefusedException(410, "Expired", message, null, List.of());
    }

    public static RefusedException unsupportedMediaType(String message) {
        return new RefusedException(415, "UnsupportedMediaType", message, null, List.of());
    }

    public static RefusedException notAcceptable(String message) {
        return new RefusedException(406, "NotAcceptable", message, null, List.of());
    }

    public static RefusedException tooLarge(String message) {
        return new RefusedException(413, "RequestEntityTooLarge", message, null, List.of());
    }

    public static RefusedException broken(String message) {
        return new RefusedException(500, "InternalError", "Internal error occurred: " + message, null, List.of());
    }

    private static String quoted(Subject subject) {
        return subject.qualified() + " \"" + subject.name() + "\"";
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    public ObjectNode status() {
        var status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (subject != null || !causes.isEmpty()) {
            details(status.putObject("details"));
        }
        return status.put("code", code);
    }

    private void details(ObjectNode details) {
        if (subject != null) {
            details.put("name", subject.name());
            if (!subject.group().isEmpty()) {
                details.put("group", subject.group());
            }
            details.put("kind", subject.kind());
        }
        if (!causes.isEmpty()) {
            var list = details.putArray("causes");
            for (var cause : causes) {
                list.addObject()
                        .put("reason", cause.reason())
                        .put("message", cause.message())
                        .put("field", cause.field());
            }
        }
    }
}
