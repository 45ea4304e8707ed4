package com.callbackers.bench.limits;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.journal.Replays;
import com.callbackers.queue.QueueType;
import com.callbackers.queue.RabbitWorkQueue;
import com.callbackers.queue.Work;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

/** An edge as one would write it first: for each request one insert, and one message that is confirmed. */
public final class NaiveEdge {

    private NaiveEdge() {}

    /** @param arguments its port, R2DBC's URL of the database, the broker's URL */
    public static void main(String[] arguments) {
        var pool = new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(arguments[1]))
                .maxSize(10)
                .build());
        var journal = new Replays(pool, Clock.systemUTC());
        var broker = new CachingConnectionFactory(URI.create(arguments[2]));
        var queue = RabbitWorkQueue.over(broker, QueueType.QUORUM);
        HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asByteArray()
                        .flatMap(body -> {
                            var callback = callback(request, body);
                            return journal.add(callback)
                                    .then(Mono.fromCompletionStage(
                                            () -> queue.announce(Work.CALLBACKS, List.of(callback.id()))))
                                    .thenReturn("{\"id\": \"" + callback.id() + "\"}");
                        })
                        .flatMap(text -> response.status(202)
                                .header("content-length", Integer.toString(text.length()))
                                .sendString(Mono.just(text))
                                .then()))
                .bindNow()
                .onDispose()
                .block();
    }

    private static Callback callback(HttpServerRequest request, byte[] body) {
        return new Callback(
                CallbackId.next(),
                request.method().name(),
                "bench.localhost",
                request.uri(),
                null,
                request.requestHeaders().entries().stream()
                        .map(header -> new Header(header.getKey(), header.getValue()))
                        .toList(),
                body,
                body.length,
                "127.0.0.1",
                Durability.JOURNAL,
                null);
    }
}
