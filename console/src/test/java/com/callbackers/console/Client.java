package com.callbackers.console;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a console, and holds each answer against the contract. */
final class Client {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final String address;
    private final Contract contract;
    private final Set<String> succeeded = new ConcurrentSkipListSet<>();
    private final WebClient http = WebClient.builder()
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 * 1024 * 1024))
            .build();

    Client(int port) {
        this.address = "http://localhost:" + port;
        this.contract =
                new Contract(send("GET", "/api/openapi.json", Map.of(), null).text());
    }

    Client(int port, Contract contract) {
        this.address = "http://localhost:" + port;
        this.contract = contract;
    }

    record Answer(int status, HttpHeaders headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return MAPPER.readTree(body);
        }
    }

    Contract contract() {
        return contract;
    }

    /** Documented operations that no call has seen succeed. */
    Set<String> unseen() {
        var unseen = new TreeSet<>(contract.operations());
        unseen.removeAll(succeeded);
        return unseen;
    }

    Answer get(String path) {
        return call("GET", path, Map.of(), null);
    }

    Answer post(String path, @Nullable String json) {
        return call(
                "POST", path, json == null ? Map.of() : Map.of("Content-Type", MediaType.APPLICATION_JSON_VALUE), json);
    }

    Answer call(String method, String path, Map<String, String> headers, @Nullable String body) {
        var answer = send(method, path, headers, body);
        operation(method, path.replaceFirst("\\?.*", "")).ifPresent(template -> check(method, template, answer));
        return answer;
    }

    Followed follow(String path) {
        return follow(path, Map.of());
    }

    Followed follow(String path, Map<String, String> headers) {
        return new Followed(stream(path, headers));
    }

    private Flux<String> stream(String path, Map<String, String> headers) {
        return http.get()
                .uri(URI.create(address + path))
                .headers(all -> headers.forEach(all::set))
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchangeToFlux(response -> response.bodyToFlux(byte[].class))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .doOnSubscribe(subscribed -> succeeded.add("GET /api/callbacks/stream"));
    }

    private Answer send(String method, String path, Map<String, String> headers, @Nullable String body) {
        var request = http.method(HttpMethod.valueOf(method))
                .uri(URI.create(address + path))
                .headers(all -> headers.forEach(all::set));
        var answer = (body == null ? request : request.bodyValue(body.getBytes(StandardCharsets.UTF_8)))
                .exchangeToMono(response -> response.toEntity(byte[].class))
                .map(Client::answer)
                .block();
        return Optional.ofNullable(answer).orElseThrow();
    }

    static Answer answer(ResponseEntity<byte[]> entity) {
        return new Answer(
                entity.getStatusCode().value(),
                entity.getHeaders(),
                Optional.ofNullable(entity.getBody()).orElseGet(() -> new byte[0]));
    }

    private void check(String method, String template, Answer answer) {
        // these are the same for every call, and told at the top of the document
        if (Set.of(401, 403, 405, 406, 421, 500).contains(answer.status())) {
            return;
        }
        var type = Optional.ofNullable(answer.headers().getContentType()).orElseThrow();
        contract.check(method, template, answer.status(), type.getType() + "/" + type.getSubtype(), answer.text());
        if (answer.status() < 300) {
            succeeded.add(method + " " + template);
        }
    }

    private Optional<String> operation(String method, String path) {
        return contract.operations().stream()
                .filter(operation -> operation.startsWith(method + " "))
                .map(operation -> operation.substring(method.length() + 1))
                .filter(template -> template.equals(path)
                        || (!path.endsWith("/stream") && path.matches(template.replaceAll("\\{[a-z]+}", "[^/]+"))))
                .findFirst();
    }
}
