package com.callbackers.localkube.http;

import com.callbackers.localkube.api.Api;
import com.callbackers.localkube.api.ApiRequest;
import com.callbackers.localkube.api.Query;
import com.callbackers.localkube.api.Reply;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.store.Resource;
import com.callbackers.localkube.store.Store;
import com.callbackers.localkube.watch.Watch;
import com.callbackers.localkube.watch.Watcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the API over HTTP on the loopback interface. Requests are answered on threads of their own, watches on the event loop. */
public final class ApiServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int LARGEST_BODY = 3 << 20;
    private static final long BOOKMARK_EVERY_MILLIS = 30_000;

    private final Api api;
    private final Store store;
    private final Vertx vertx;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<WatchStream> streams = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    private ApiServer(Api api, Store store) {
        this.api = api;
        this.store = store;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setHttp2ClearTextEnabled(false)
                        .setMaxInitialLineLength(64 << 10)
                        .setMaxHeaderSize(64 << 10))
                .requestHandler(this::handle);
    }

    /**
     * @param port 0 for one that is free
     */
    public static ApiServer start(Api api, Store store, int port) {
        var server = new ApiServer(api, store);
        try {
            await(server.server.listen(port));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        store.follow(server::wake);
        server.vertx.setPeriodic(BOOKMARK_EVERY_MILLIS, timer -> server.streams.forEach(WatchStream::bookmark));
        return server;
    }

    public int port() {
        return server.actualPort();
    }

    private void wake(Resource resource) {
        for (var stream : streams) {
            if (stream.follows(resource)) {
                stream.wake();
            }
        }
    }

    private void handle(HttpServerRequest http) {
        try {
            LoopbackGuard.check(http.getHeader("Host"), http.getHeader("Origin"));
            var request = request(http, new byte[0]);
            var watch = api.watch(request);
            if (watch != null) {
                watch(http, watch);
            } else {
                read(http);
            }
        } catch (RuntimeException e) {
            send(http, failure(http, e));
        }
    }

    private void read(HttpServerRequest http) {
        var body = Buffer.buffer();
        http.handler(part -> {
            if (body.length() <= LARGEST_BODY) {
                body.appendBuffer(part);
            }
        });
        http.endHandler(end -> {
            if (body.length() > LARGEST_BODY) {
                send(
                        http,
                        Reply.refusal(RefusedException.tooLarge("Request entity too large: limit is " + LARGEST_BODY)));
            } else {
                requests.execute(() -> answer(http, body));
            }
        });
        http.exceptionHandler(e -> LOG.atDebug().setCause(e).log("a request broke off"));
    }

    private void answer(HttpServerRequest http, Buffer body) {
        Reply reply;
        try {
            reply = api.answer(request(http, body.getBytes()));
        } catch (RuntimeException e) {
            reply = failure(http, e);
        }
        send(http, reply);
    }

    private static Reply failure(HttpServerRequest http, Throwable e) {
        if (e instanceof RefusedException refusal) {
            return Reply.refusal(refusal);
        }
        LOG.atError()
                .addKeyValue("method", http.method())
                .addKeyValue("path", http.path())
                .setCause(e)
                .log("a request failed");
        return Reply.refusal(RefusedException.broken(String.valueOf(e.getMessage())));
    }

    private static ApiRequest request(HttpServerRequest http, byte[] body) {
        return new ApiRequest(
                http.method().name(),
                segments(http.path()),
                Query.parse(http.query()),
                http.getHeader("Accept"),
                mediaType(http.getHeader("Content-Type")),
                http.getHeader("User-Agent") == null ? "" : http.getHeader("User-Agent"),
                body);
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        for (var segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                // a plus stands for itself in a path
                segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return segments;
    }

    private static String mediaType(@Nullable String contentType) {
        return contentType == null
                ? ""
                : contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private void send(HttpServerRequest http, Reply reply) {
        var response = http.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.code()).putHeader("content-type", reply.contentType());
        for (var warning : reply.warnings()) {
            response.headers()
                    .add("warning", "299 - \"" + warning.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        response.end(Buffer.buffer(reply.body()));
    }

    private void watch(HttpServerRequest http, Watch watch) {
        if ("websocket".equalsIgnoreCase(http.getHeader("Upgrade"))) {
            http.toWebSocket()
                    .onSuccess(socket -> stream(new WebSocketSink(socket), watch))
                    .onFailure(e -> LOG.atDebug().setCause(e).log("a watcher went away at once"));
        } else {
            stream(new ChunkedSink(http.response()), watch);
        }
    }

    private void stream(Sink sink, Watch watch) {
        var stream = new WatchStream(new Watcher(watch, store), sink, vertx.getOrCreateContext());
        streams.add(stream);
        sink.onClose(() -> {
            stream.closed();
            streams.remove(stream);
        });
        if (watch.seconds() > 0) {
            vertx.setTimer(TimeUnit.SECONDS.toMillis(watch.seconds()), timer -> stream.end());
        }
        stream.wake();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        requests.shutdown();
        await(vertx.close());
    }
}
