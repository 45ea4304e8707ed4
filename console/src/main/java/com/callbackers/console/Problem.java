package com.callbackers.console;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Why a call is refused, in words for the one who made it; answered as RFC 9457 problem details. */
final class Problem extends RuntimeException {

    private final HttpStatus status;
    private final String detail;
    private final @Nullable String field;

    private Problem(HttpStatus status, String detail, @Nullable String field) {
        super(detail, null, false, false);
        this.status = status;
        this.detail = detail;
        this.field = field;
    }

    static Problem of(HttpStatus status, String detail) {
        return new Problem(status, detail, null);
    }

    /** @param field a query parameter, a path variable, or the place in the body such as {@code actions[0].type} */
    static Problem invalid(String field, String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, detail, field);
    }

    static Problem notFound(String detail) {
        return of(HttpStatus.NOT_FOUND, detail);
    }

    static Problem conflict(String detail) {
        return of(HttpStatus.CONFLICT, detail);
    }

    HttpStatus status() {
        return status;
    }

    String detail() {
        return detail;
    }

    Optional<String> field() {
        return Optional.ofNullable(field);
    }
}
