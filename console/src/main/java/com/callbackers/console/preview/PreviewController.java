package com.callbackers.console.preview;

import com.callbackers.callback.Callback;
import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.console.preview.Drafts.Draft;
import com.callbackers.console.preview.Outputs.Fate;
import com.callbackers.console.preview.Outputs.Would;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Past;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Shows what a route would do, with what came, beside what was done then; nothing is sent and nothing kept. */
@RestController
public final class PreviewController {

    /** Of each body, in characters, where many are shown. */
    private static final int SHOWN_OF_MANY = 4096;

    private static final Duration LOOK_BACK = Duration.ofDays(7);

    private final Drafts drafts;
    private final Callbacks callbacks;
    private final Tenancy tenancy;
    private final Clock clock;

    public PreviewController(Drafts drafts, Callbacks callbacks, Tenancy tenancy, Clock clock) {
        this.drafts = drafts;
        this.callbacks = callbacks;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    /** How what would be done stands to what was. */
    enum Change {
        SAME,
        MATCHED,
        LOST,
        CHANGED;

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param was null for what never came */
    @JsonInclude(Include.NON_NULL)
    record Item(
            Shown callback,
            @Nullable Change change,
            @Nullable Fate was,
            Would would) {}

    @JsonInclude(Include.NON_NULL)
    record Shown(
            UUID id,
            Instant receivedAt,
            String host,
            String method,
            String path,
            @Nullable String query) {

        static Shown of(Callback callback) {
            return new Shown(
                    callback.id(),
                    callback.receivedAt(),
                    callback.host(),
                    callback.method(),
                    callback.path(),
                    callback.query());
        }
    }

    record Counts(long same, long matched, long lost, long changed) {

        static Counts of(List<Item> items) {
            return new Counts(
                    count(items, Change.SAME),
                    count(items, Change.MATCHED),
                    count(items, Change.LOST),
                    count(items, Change.CHANGED));
        }

        private static long count(List<Item> items, Change change) {
            return items.stream().filter(item -> item.change() == change).count();
        }
    }

    /** @param hosts of the route, in full */
    record Preview(String route, List<String> hosts, Counts counts, List<Item> items) {}

    @PostMapping(path = "/api/preview", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Preview> preview(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @RequestParam MultiValueMap<String, String> query,
            @RequestBody(required = false) byte @Nullable [] body) {
        Parameters.none(query);
        var request = PreviewRequest.parse(body);
        return Mono.fromCallable(() -> draft(access, request))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(draft -> preview(access, draft, request))
                .transform(Patience::limited);
    }

    private Draft draft(Access access, PreviewRequest request) {
        var draft = drafts.read(request.route());
        if (!access.allows(Role.VIEWER, draft.namespace())) {
            throw Problem.of(HttpStatus.FORBIDDEN, "this takes the role viewer in namespace " + draft.namespace());
        }
        return draft;
    }

    private Mono<Preview> preview(Access access, Draft draft, PreviewRequest request) {
        var example = request.example();
        if (example != null) {
            var callback = example.to(draft.route().hosts().getFirst());
            var item = new Item(Shown.of(callback), null, null, would(draft, callback, example.sender()));
            return Mono.just(preview(draft, List.of(item)));
        }
        var one = request.callback();
        return one == null ? last(access, draft, request) : recorded(access, draft, one);
    }

    private Mono<Preview> recorded(Access access, Draft draft, UUID id) {
        return callbacks
                .find(id)
                .map(found -> tenancy.visible(access, id, found))
                .publishOn(Schedulers.boundedElastic())
                .map(whole -> new Item(
                        Shown.of(whole.callback()),
                        null,
                        null,
                        would(draft, whole.callback(), whole.entry().sender())))
                .map(item -> preview(draft, List.of(item)));
    }

    private Mono<Preview> last(Access access, Draft draft, PreviewRequest request) {
        var until = Objects.requireNonNullElseGet(request.until(), clock::instant);
        var since = Objects.requireNonNullElseGet(request.since(), () -> until.minus(LOOK_BACK));
        return callbacks
                .past(
                        tenancy.tenants(access, Role.VIEWER),
                        Set.copyOf(draft.route().hosts()),
                        since,
                        until,
                        request.limit())
                .publishOn(Schedulers.boundedElastic(), 1)
                .map(past -> item(draft, past))
                .collectList()
                .map(items -> preview(draft, items));
    }

    private static Preview preview(Draft draft, List<Item> items) {
        return new Preview(draft.route().name(), draft.route().hosts(), Counts.of(items), items);
    }

    private static Item item(Draft draft, Past past) {
        var was = Outputs.of(past);
        var would = would(draft, past.callback(), past.entry().sender());
        return new Item(
                Shown.of(past.callback()),
                change(was, would.fate()),
                was.beginning(SHOWN_OF_MANY),
                would.beginning(SHOWN_OF_MANY));
    }

    /** Deeply nested bodies can end a stack, which Reactor would take for the end of the process. */
    private static Would would(Draft draft, Callback callback, @Nullable String sender) {
        try {
            return Outputs.of(draft.route(), callback, sender);
        } catch (StackOverflowError e) {
            throw Problem.of(
                    HttpStatus.UNPROCESSABLE_CONTENT, "callback %s is nested too deeply".formatted(callback.id()));
        }
    }

    private static Change change(Fate was, Fate would) {
        if (was.deliveries().isEmpty() && !would.deliveries().isEmpty()) {
            return Change.MATCHED;
        }
        if (!was.deliveries().isEmpty() && would.deliveries().isEmpty()) {
            return Change.LOST;
        }
        return Outputs.same(was.deliveries(), would.deliveries()) ? Change.SAME : Change.CHANGED;
    }
}
