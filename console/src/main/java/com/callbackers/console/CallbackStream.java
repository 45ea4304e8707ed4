package com.callbackers.console;

import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.Entry;
import com.callbackers.journal.Callbacks.Filter;
import java.time.Duration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.node.ObjectNode;

/** Callbacks as they are recorded and change, one event a change. */
final class CallbackStream implements ApplicationListener<ContextClosedEvent> {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** Changes that a slow client may lag behind by; the oldest are dropped then. */
    private static final int MAX_BEHIND = 256;

    private final Callbacks callbacks;
    private final CallbackJson json;
    private final Sinks.Empty<Void> closing = Sinks.empty();

    CallbackStream(Callbacks callbacks, CallbackJson json) {
        this.callbacks = callbacks;
        this.json = json;
    }

    Flux<ServerSentEvent<ObjectNode>> follow(Filter filter) {
        return Flux.merge(events(filter), callbacks.followingChanges().thenMany(heartbeats()))
                .takeUntilOther(closing.asMono());
    }

    /** A stream that stays open would hold up the end of the console. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        closing.tryEmitEmpty();
    }

    private Flux<ServerSentEvent<ObjectNode>> events(Filter filter) {
        return callbacks
                .changes()
                .onBackpressureBuffer(MAX_BEHIND, lost -> {}, BufferOverflowStrategy.DROP_OLDEST)
                .concatMap(id -> callbacks.listed(filter, id), 1)
                .map(this::event);
    }

    /** The first comes at once, so that a client sees that the stream is open and tells everything from now on. */
    static Flux<ServerSentEvent<ObjectNode>> heartbeats() {
        return Flux.interval(Duration.ZERO, HEARTBEAT)
                .onBackpressureDrop()
                .map(tick -> ServerSentEvent.<ObjectNode>builder()
                        .comment("heartbeat")
                        .build());
    }

    private ServerSentEvent<ObjectNode> event(Entry entry) {
        return ServerSentEvent.<ObjectNode>builder()
                .event("callback")
                .id(entry.callback().id().toString())
                .data(json.listed(entry))
                .build();
    }
}
