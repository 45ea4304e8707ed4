package com.callbackers.worker.outbound;

import com.callbackers.callback.Header;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Outcome.Answered;
import com.callbackers.delivery.Outgoing;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.AddressUtils;
import reactor.netty.transport.NameResolverProvider;

/** Sends a request exactly as it is given, and says what came of it; never fails. */
public final class HttpDelivery implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int CONNECTIONS_PER_HOST = 100;
    private static final int HEAD_LIMIT = 64 * 1024;
    private static final int REDIRECTS = 5;
    private static final Set<Integer> REDIRECTING = Set.of(301, 302, 303, 307, 308);
    private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(HttpDelivery.class, "used");

    private final OutboundGuard guard;
    private final int answerLimit;
    private final String userAgent;
    private final AddressResolverGroup<InetSocketAddress> resolver;
    private final ConnectionProvider connections;
    private final HttpClient plain;
    private final HttpClient secure;

    /**
     * @param answerLimit bytes of an answer's body that are kept
     * @param userAgent for requests that bring none
     */
    public HttpDelivery(OutboundGuard guard, int answerLimit, String userAgent) {
        this.guard = guard;
        this.answerLimit = answerLimit;
        this.userAgent = userAgent;
        this.resolver = new GuardedResolverGroup(
                NameResolverProvider.builder()
                        .queryTimeout(Duration.ofSeconds(2))
                        .cacheMaxTimeToLive(Duration.ofSeconds(30))
                        .build()
                        .newNameResolverGroup(HttpResources.get(), LoopResources.DEFAULT_NATIVE),
                guard);
        this.connections = ConnectionProvider.builder("outbound")
                .maxConnections(CONNECTIONS_PER_HOST)
                .pendingAcquireMaxCount(CONNECTIONS_PER_HOST)
                .pendingAcquireTimeout(CONNECT_TIMEOUT)
                // Shorter than the keep-alive of common servers: a connection they close as we send costs an attempt.
                .maxIdleTime(Duration.ofSeconds(4))
                .maxLifeTime(Duration.ofMinutes(5))
                .evictInBackground(Duration.ofSeconds(10))
                .disposeInactivePoolsInBackground(Duration.ofMinutes(1), Duration.ofMinutes(2))
                .build();
        this.plain = HttpClient.create(connections)
                .resolver(resolver)
                .followRedirect(false)
                .disableRetry(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
                .httpResponseDecoder(spec -> spec.maxHeaderSize(HEAD_LIMIT).maxInitialLineLength(8 * 1024));
        this.secure = plain.secure();
    }

    /**
     * Makes one attempt within the request's timeout.
     *
     * @param secrets values that must not follow a redirect to another origin
     */
    public Mono<Exchange> send(Outgoing outgoing, Collection<String> secrets) {
        return Mono.defer(() -> {
            try {
                var request = Request.of(outgoing, userAgent);
                return attempt(outgoing, request, secrets)
                        .map(outcome -> new Exchange(sent(outgoing, request), outcome));
            } catch (ForbiddenRequestException e) {
                var outcome = Failures.outcome(e, "", outgoing.timeout(), new Stopwatch());
                return Mono.just(new Exchange(unsent(outgoing), outcome));
            }
        });
    }

    private Mono<Outcome> attempt(Outgoing outgoing, Request request, Collection<String> secrets) {
        var watch = new Stopwatch();
        return exchange(request, outgoing.followRedirects() ? REDIRECTS : 0, secrets, watch)
                .timeout(outgoing.timeout())
                .onErrorResume(error ->
                        Mono.just(Failures.outcome(error, request.url().authority(), outgoing.timeout(), watch)));
    }

    private Mono<Outcome> exchange(Request request, int hops, Collection<String> secrets, Stopwatch watch) {
        return exchange(request, watch).flatMap(answered -> next(request, answered, hops, secrets)
                .map(redirected -> exchange(redirected, hops - 1, secrets, watch))
                .orElseGet(() -> Mono.just(answered)));
    }

    /** A redirect that leads nowhere, or down from https, stays the answer. */
    private static Optional<Request> next(Request request, Answered answered, int hops, Collection<String> secrets) {
        if (hops == 0 || !REDIRECTING.contains(answered.status())) {
            return Optional.empty();
        }
        try {
            return answered.header("location")
                    .map(request.url()::resolve)
                    .filter(to -> to.secure() || !request.url().secure())
                    .map(to -> request.redirected(answered.status(), to, secrets));
        } catch (ForbiddenRequestException unreadable) {
            return Optional.empty();
        }
    }

    private Mono<Answered> exchange(Request request, Stopwatch watch) {
        var url = request.url();
        var refusal = guard.refusal(url.host());
        if (refusal.isPresent()) {
            return Mono.error(new ForbiddenRequestException(refusal.get()));
        }
        return (url.secure() ? secure : plain)
                .remoteAddress(() -> AddressUtils.createUnresolved(url.host(), url.port()))
                .request(HttpMethod.valueOf(request.method()))
                .uri(url.target())
                .send((head, outbound) -> write(request, head, outbound, watch))
                .response((head, content) -> read(head, content, watch))
                .single();
    }

    private static Publisher<Void> write(
            Request request, HttpClientRequest head, NettyOutbound outbound, Stopwatch watch) {
        outbound.withConnection(
                connection -> watch.connected(connection.channel().attr(USED).getAndSet(true) == null));
        head.requestHeaders().clear();
        request.headers().forEach(header -> head.requestHeaders().add(header.name(), header.value()));
        return request.body().length == 0 ? outbound : outbound.sendObject(Unpooled.wrappedBuffer(request.body()));
    }

    private Flux<Answered> read(HttpClientResponse head, ByteBufFlux content, Stopwatch watch) {
        watch.answered();
        var headers = head.responseHeaders().entries().stream()
                .map(entry -> new Header(entry.getKey(), entry.getValue()))
                .toList();
        var body = new AnswerBody(answerLimit);
        return content.doOnNext(body::add)
                .takeUntil(chunk -> body.tooLong())
                .thenMany(Flux.defer(() -> Flux.just(
                        new Answered(head.status().code(), headers, body.bytes(), body.truncated(), watch.timings()))));
    }

    private static Attempt.Sent sent(Outgoing outgoing, Request request) {
        return new Attempt.Sent(request.method(), outgoing.url(), request.headers(), request.body());
    }

    private static Attempt.Sent unsent(Outgoing outgoing) {
        return new Attempt.Sent(outgoing.method(), outgoing.url(), outgoing.headers(), outgoing.body());
    }

    @Override
    public void close() {
        connections.dispose();
        resolver.close();
    }
}
