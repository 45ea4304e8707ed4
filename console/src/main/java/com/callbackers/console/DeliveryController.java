package com.callbackers.console;

import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.DeliveryEntry;
import com.callbackers.journal.Deliveries;
import com.callbackers.queue.Work;
import java.util.Optional;
import java.util.UUID;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
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
    private final CallbackJson json;

    DeliveryController(Callbacks callbacks, Deliveries deliveries, Announcer announcer, CallbackJson json) {
        this.callbacks = callbacks;
        this.deliveries = deliveries;
        this.announcer = announcer;
        this.json = json;
    }

    @GetMapping("/api/deliveries/{id}")
    Mono<ObjectNode> show(@PathVariable String id, @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return show(Parameters.id(id)).transform(Patience::limited);
    }

    @PostMapping("/api/deliveries/{id}/retry")
    Mono<ObjectNode> retry(@PathVariable String id, @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        var delivery = Parameters.id(id);
        return deliveries
                .retry(delivery)
                .map(due -> existing(delivery, due))
                .doOnNext(due -> announcer.announce(Work.DELIVERIES, due))
                .flatMap(this::show)
                .transform(Patience::limited);
    }

    @PostMapping("/api/deliveries/{id}/cancel")
    Mono<ObjectNode> cancel(@PathVariable String id, @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        var delivery = Parameters.id(id);
        return deliveries
                .cancel(delivery)
                .map(cancelled -> existing(delivery, cancelled))
                .flatMap(cancelled -> show(delivery).map(shown -> cancelled(cancelled, shown)))
                .transform(Patience::limited);
    }

    private static ObjectNode cancelled(boolean cancelled, ObjectNode delivery) {
        if (!cancelled) {
            throw Problem.conflict("the delivery is %s: there is nothing to cancel"
                    .formatted(delivery.path("state").asString()));
        }
        return delivery;
    }

    private Mono<ObjectNode> show(UUID id) {
        return callbacks.delivery(id).map(found -> existing(id, found)).flatMap(this::show);
    }

    private Mono<ObjectNode> show(DeliveryEntry delivery) {
        return callbacks
                .find(delivery.callback())
                .map(found -> CallbackController.existing(delivery.callback(), found))
                .map(whole -> json.delivery(delivery, whole));
    }

    private static <T> T existing(UUID id, Optional<T> found) {
        return found.orElseThrow(() -> Problem.notFound("there is no delivery %s".formatted(id)));
    }
}
