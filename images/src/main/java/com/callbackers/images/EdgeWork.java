package com.callbackers.images;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Requests. */
final class EdgeWork implements Work {

    private static final int ROUNDS = 150;
    private static final int AT_ONCE = 32;
    private static final String SMS = "[Web발신] 신한카드(1234)승인 홍*동 45,300원 일시불 11/23 18:05 스타벅스강남";

    private final int port = Http.freePort();
    private final int management = Http.freePort();

    @Override
    public Map<String, String> variables() {
        return Map.of("SERVER_PORT", Integer.toString(port), "MANAGEMENT_SERVER_PORT", Integer.toString(management));
    }

    @Override
    public URI readiness() {
        return Http.local(management, "/actuator/health/readiness");
    }

    @Override
    public void give() {
        for (var round = 0; round < ROUNDS; round++) {
            CompletableFuture.allOf(IntStream.range(0, AT_ONCE)
                            .mapToObj(EdgeWork::request)
                            .map(request -> Http.done(request.uri(Http.local(port, "/card?kind=sms"))))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
        Http.done(HttpRequest.newBuilder(Http.local(management, "/actuator/prometheus")))
                .join();
    }

    private static HttpRequest.Builder request(int number) {
        var request = HttpRequest.newBuilder().header("content-type", "text/plain");
        return switch (number % 4) {
            case 0 -> request.GET();
            case 1 ->
                request.method(
                        "PUT",
                        BodyPublishers.ofByteArrays(IntStream.range(0, 20)
                                .mapToObj(part -> SMS.getBytes(StandardCharsets.UTF_8))
                                .toList()));
            default -> request.POST(BodyPublishers.ofString(SMS));
        };
    }

    @Override
    public void close() {}
}
