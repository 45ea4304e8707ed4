package com.callbackers.standalone.demo;

import com.callbackers.standalone.demo.Inbox.Received;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Receivers on this machine to deliver to; {@code GET /help} tells how to use them. */
public final class DemoReceiver implements AutoCloseable {

    private static final Pattern RECEIVER = Pattern.compile("/(slack|http)/([^/]+)(/.*)?");
    private static final Pattern SLACK_PATH = Pattern.compile("/services/[^/]+/[^/]+/[^/]+");
    private static final Pattern BEHAVIOUR = Pattern.compile("/behaviour/((?:slack|http)/[^/]+)");
    private static final String SERVICES = "slack/services";
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private final Clock clock;
    private final Inbox inbox = new Inbox();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final DisposableServer server;

    private DemoReceiver(int port, Clock clock) {
        this.clock = clock;
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(LONGEST_HEAD).maxHeaderSize(LONGEST_HEAD))
                .handle(this::handle)
                .bindNow();
    }

    /** @param port 0: a free one */
    public static DemoReceiver start(int port) {
        return new DemoReceiver(port, Clock.systemUTC());
    }

    public URI uri() {
        return URI.create("http://localhost:" + server.port());
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .map(body -> answer(request, body))
                .flatMap(answer -> send(answer, response));
    }

    private static Mono<Void> send(Answer answer, HttpServerResponse response) {
        return switch (answer) {
            case Answer.Nothing n -> Mono.never();
            case Answer.Response given -> {
                response.status(given.status()).header("content-type", given.contentType());
                given.headers().forEach(response::header);
                yield response.sendString(Mono.just(given.body())).then();
            }
        };
    }

    private Answer answer(HttpServerRequest request, byte[] body) {
        var method = request.method().name();
        var path = URI.create(request.uri().replaceFirst("[?#].*", "")).getRawPath();
        var receiver = RECEIVER.matcher(path);
        if (receiver.matches()) {
            return receive(receiver.group(1), receiver.group(1) + "/" + receiver.group(2), request, body);
        }
        if (SLACK_PATH.matcher(path).matches()) {
            return receive("slack", SERVICES, request, body);
        }
        var behaviour = BEHAVIOUR.matcher(path);
        if (behaviour.matches() && (method.equals("PUT") || method.equals("DELETE"))) {
            return method.equals("PUT") ? behave(behaviour.group(1), body) : behaveAsUsual(behaviour.group(1));
        }
        return switch (method + " " + path) {
            case "GET /" -> list(request);
            case "GET /help" -> Answer.text(200, Pages.HELP);
            case "DELETE /received" -> forget();
            case "DELETE /behaviour" -> behaveAsUsual();
            default ->
                Answer.text(404, "There is no " + method + " " + path + " here; GET /help tells what there is.\n");
        };
    }

    private Answer receive(String kind, String name, HttpServerRequest request, byte[] body) {
        var answer = answerOf(kind, next(name), request, body);
        inbox.add(new Received(
                clock.instant(),
                request.method().name(),
                request.uri(),
                List.copyOf(request.requestHeaders().entries()),
                body,
                answer.told()));
        return answer;
    }

    private Behaviour next(String name) {
        var now = new Behaviour[] {Behaviour.USUAL};
        behaviours.computeIfPresent(name, (key, behaviour) -> {
            now[0] = behaviour;
            return behaviour.afterOne();
        });
        return now[0];
    }

    private static Answer answerOf(String kind, Behaviour behaviour, HttpServerRequest request, byte[] body) {
        var slack = kind.equals("slack");
        return switch (behaviour.mode()) {
            case HANG -> new Answer.Nothing();
            case RATE_LIMIT -> Answer.tooMany(behaviour.retryAfterSeconds());
            case FAIL ->
                slack
                        ? SlackLook.failure(behaviour.status())
                        : Answer.json(behaviour.status(), "{\"error\": \"as told\"}");
            case OK ->
                slack
                        ? SlackLook.answer(
                                request.method().name(),
                                request.requestHeaders().get("content-type", ""),
                                body)
                        : Answer.json(200, "{\"received\": true}");
        };
    }

    private Answer behave(String name, byte[] body) {
        try {
            behaviours.put(name, Behaviour.read(JSON.readTree(body)));
            return Answer.text(200, name + " does so from now on\n");
        } catch (JacksonException e) {
            return Answer.text(400, "The body is no JSON\n");
        } catch (IllegalArgumentException e) {
            return Answer.text(400, e.getMessage() + "\n");
        }
    }

    private Answer behaveAsUsual(String name) {
        behaviours.remove(name);
        return Answer.text(200, name + " is back to normal\n");
    }

    private Answer behaveAsUsual() {
        behaviours.clear();
        return Answer.text(200, "all are back to normal\n");
    }

    private Answer forget() {
        inbox.clear();
        return Answer.text(200, "forgotten\n");
    }

    private Answer list(HttpServerRequest request) {
        var received = inbox.newestFirst();
        return request.requestHeaders().get("accept", "").contains("text/html")
                ? Answer.html(Pages.html(received))
                : Answer.json(200, Pages.json(received));
    }

    @Override
    public void close() {
        // Whatever hangs here hangs for ever otherwise.
        server.disposeNow(Duration.ofMillis(500));
    }
}
