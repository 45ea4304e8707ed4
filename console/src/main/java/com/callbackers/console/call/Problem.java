package com.callbackers.console.call;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Why a call is refused, in words for the one who made it; answered as RFC 9457 problem details. */
public final class Problem extends RuntimeException {

    private final HttpStatus status;
    private final String detail;
    private final @Nullable String field;
    private final List<Finding> findings;

    private Problem(HttpStatus status, String detail, @Nullable String field, List<Finding> findings) {
        super(detail, null, false, false);
        this.status = status;
        this.detail = detail;
        this.field = field;
        this.findings = List.copyOf(findings);
    }

    public static Problem of(HttpStatus status, String detail) {
        return new Problem(status, detail, null, List.of());
    }

    /** @param field a query parameter, a path variable, or the place in the body such as {@code actions[0].type} */
    public static Problem invalid(String field, String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, detail, field, List.of());
    }

    /** A resource that cannot be used as it is; at least one finding. */
    public static Problem unusable(List<Finding> findings) {
        var first = findings.getFirst();
        var told = first.field().isEmpty() ? first.message() : first.field() + ": " + first.message();
        return new Problem(
                HttpStatus.UNPROCESSABLE_CONTENT, told, first.field().isEmpty() ? null : first.field(), findings);
    }

    public static Problem notFound(String detail) {
        return of(HttpStatus.NOT_FOUND, detail);
    }

    public static Problem conflict(String detail) {
        return of(HttpStatus.CONFLICT, detail);
    }

    public HttpStatus status() {
        return status;
    }

    public String detail() {
        return detail;
    }

    public List<Finding> findings() {
        return findings;
    }

    public Optional<String> field() {
        return Optional.ofNullable(field);
    }
}
