package com.callbackers.bench.limits;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

/**
 * Reads what comes and answers; keeps nothing. As what the edge is compared with it answers as the edge does; as what
 * callbacks are delivered to it tells how many came.
 */
public final class BareServer {

    private static final byte[] ANSWER =
            "{\"id\": \"01938f2e-7c00-7abc-8def-0123456789ab\"}".getBytes(StandardCharsets.UTF_8);

    private BareServer() {}

    /** @param arguments the port */
    public static void main(String[] arguments) {
        var came = new AtomicLong();
        HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .route(routes -> routes.get(
                                "/came",
                                (request, response) -> response.sendString(Mono.just(Long.toString(came.get()))))
                        .route(request -> true, (request, response) -> request.receive()
                                .then(Mono.defer(() -> {
                                    came.incrementAndGet();
                                    return response.status(202)
                                            .header("callback-id", "01938f2e-7c00-7abc-8def-0123456789ab")
                                            .header("callback-durability", "none")
                                            .header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                                            .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(ANSWER.length))
                                            .sendObject(Unpooled.wrappedBuffer(ANSWER))
                                            .then();
                                }))))
                .bindNow()
                .onDispose()
                .block();
    }
}
