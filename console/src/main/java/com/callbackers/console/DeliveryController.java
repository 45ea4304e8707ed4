package com.callbackers.console;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.DeliveryEntry;
import com.callbackers.journal.Callbacks.Whole;
import com.callbackers.journal.Deliveries;
import com.callbackers.queue.Work;
import java.util.Optional;
import java.util.UUID;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** A delivery: to look at, to make at once, to end. */
@RestController
final class DeliveryController {

    private final Callbacks callbacks;
    private final Deliveries deliveries;
    private final Announcer announcer;
    private final Tenancy tenancy;
    private final CallbackJson json;

    DeliveryController(
            Callbacks callbacks, Deliveries deliveries, Announcer announcer, Tenancy tenancy, CallbackJson json) {
        this.callbacks = callbacks;
        this.deliveries = deliveries;
        this.announcer = announcer;
        this.tenancy = tenancy;
        this.json = json;
    }

    @GetMapping("/api/deliveries/{id}")
    Mono<ObjectNode> show(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return show(access, Parameters.id(id)).transform(Patience::limited);
    }

    @PostMapping("/api/deliveries/{id}/retry")
    Mono<ObjectNode> retry(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        var delivery = Parameters.id(id);
        return allowed(access, delivery)
                .then(Mono.defer(() -> deliveries.retry(delivery)))
                .map(due -> existing(delivery, due))
                .doOnNext(due -> announcer.announce(Work.DELIVERIES, due))
                .flatMap(due -> show(access, due))
                .transform(Patience::limited);
    }

    @PostMapping("/api/deliveries/{id}/cancel")
    Mono<ObjectNode> cancel(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        var delivery = Parameters.id(id);
        return allowed(access, delivery)
                .then(Mono.defer(() -> deliveries.cancel(delivery)))
                .map(cancelled -> existing(delivery, cancelled))
                .flatMap(cancelled -> show(access, delivery).map(shown -> cancelled(cancelled, shown)))
                .transform(Patience::limited);
    }

    private static ObjectNode cancelled(boolean cancelled, ObjectNode delivery) {
        if (!cancelled) {
            throw Problem.conflict("the delivery is %s: there is nothing to cancel"
                    .formatted(delivery.path("state").asString()));
        }
        return delivery;
    }

    private record Found(DeliveryEntry delivery, Whole callback) {}

    private Mono<Found> find(Access access, UUID id) {
        return callbacks.delivery(id).map(found -> existing(id, found)).flatMap(delivery -> callbacks
                .find(delivery.callback())
                .map(found -> existing(id, found.filter(whole -> tenancy.sees(access, whole.entry()))))
                .map(whole -> new Found(delivery, whole)));
    }

    private Mono<ObjectNode> show(Access access, UUID id) {
        return find(access, id).map(found -> json.delivery(found.delivery(), found.callback()));
    }

    private Mono<Void> allowed(Access access, UUID id) {
        return find(access, id)
                .doOnNext(found -> tenancy.mayOperate(access, found.callback().entry()))
                .then();
    }

    private static <T> T existing(UUID id, Optional<T> found) {
        return found.orElseThrow(() -> Problem.notFound("there is no delivery %s".formatted(id)));
    }
}
