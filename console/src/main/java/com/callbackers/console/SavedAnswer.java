package com.callbackers.console;

import com.callbackers.console.call.Finding;
import com.callbackers.console.call.Problem;
import com.callbackers.console.resources.Saved;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What came of saving a resource, told to the one who called. */
final class SavedAnswer {

    private SavedAnswer() {}

    /** @param what was to be saved, such as {@code route shop/orders} */
    static ResponseEntity<JsonNode> of(Saved saved, String what) {
        return switch (saved) {
            case Saved.Done done ->
                ResponseEntity.status(done.made() ? HttpStatus.CREATED : HttpStatus.OK)
                        .body(done.resource());
            case Saved.Kept kept ->
                throw Problem.conflict("%s is kept by %s: change it there".formatted(what, kept.keeper()));
            case Saved.Overtaken overtaken -> throw Problem.conflict("%s: %s".formatted(what, overtaken.why()));
            case Saved.Invalid invalid ->
                throw Problem.unusable(invalid.causes().stream()
                        .map(cause -> new Finding(cause.field(), cause.message(), null, null))
                        .toList());
            case Saved.Refused refused -> throw Problem.of(status(refused), refused.why());
        };
    }

    private static HttpStatus status(Saved.Refused refused) {
        return switch (refused.status()) {
            case 400, 422 -> HttpStatus.UNPROCESSABLE_CONTENT;
            case 403 -> HttpStatus.FORBIDDEN;
            case 404 -> HttpStatus.NOT_FOUND;
            default -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }
}
