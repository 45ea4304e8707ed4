package com.callbackers.console.pages;

import com.callbackers.callback.Callback;
import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.Whole;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One callback with all that became of it. */
@Controller
final class CallbackPage {

    private final Callbacks callbacks;
    private final Tenancy tenancy;
    private final JsonMapper mapper;

    CallbackPage(Callbacks callbacks, Tenancy tenancy, JsonMapper mapper) {
        this.callbacks = callbacks;
        this.tenancy = tenancy;
        this.mapper = mapper;
    }

    @GetMapping("/callbacks/{id}")
    Mono<Rendering> page(@RequestAttribute(Access.ATTRIBUTE) Access access, @PathVariable String id) {
        return rendering("callback", access, id);
    }

    /** What changes once it is decided. */
    @GetMapping("/callbacks/{id}/fate")
    Mono<Rendering> fate(@RequestAttribute(Access.ATTRIBUTE) Access access, @PathVariable String id) {
        return rendering("callback :: fate", access, id);
    }

    private Mono<Rendering> rendering(String view, Access access, String id) {
        var wanted = Parameters.id(id);
        return callbacks
                .find(wanted)
                .map(found -> tenancy.visible(access, wanted, found))
                .map(whole -> rendering(view, access, whole))
                .transform(Patience::limited);
    }

    private Rendering rendering(String view, Access access, Whole whole) {
        var callback = whole.callback();
        return Rendering.view(view)
                .modelAttribute("access", access)
                .modelAttribute("entry", whole.entry())
                .modelAttribute("callback", callback)
                .modelAttribute("headers", Shown.headers(callback.headers()))
                .modelAttribute(
                        "body",
                        BodyView.of(callback.body(), callback.contentType().orElse(null)))
                .modelAttribute("curl", Curl.of(callback))
                .modelAttribute("replays", Shown.replays(whole))
                .modelAttribute("missing", callback.isBodyMissing())
                .modelAttribute("decision", decision(whole.decision()))
                .modelAttribute("live", live(callback))
                .modelAttribute("deliveries", Shown.deliveries(whole))
                .modelAttribute("mayOperate", tenancy.operates(access, whole.entry()))
                .build();
    }

    /** A stream of what came at its time, which is hardly more than itself. */
    private static String live(Callback callback) {
        var at = callback.receivedAt();
        return "/api/callbacks/stream?since=%s&until=%s".formatted(at, at.plusMillis(1));
    }

    private JsonNode decision(@Nullable String json) {
        return json == null ? mapper.missingNode() : mapper.readTree(json);
    }
}
