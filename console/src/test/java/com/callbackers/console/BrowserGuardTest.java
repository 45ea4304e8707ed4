package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.console.call.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest.BaseBuilder;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

class BrowserGuardTest {

    private final BrowserGuard guard =
            new BrowserGuard(Set.of("localhost", "127.0.0.1", "[::1]", "Console.Example.com"));

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:8090", "LOCALHOST", "127.0.0.1:8090", "[::1]:8090", "[::1]", "console.example.com"})
    void theConsolesOwnHostsPass(String host) {
        // when
        var status = status(MockServerHttpRequest.get("/api/callbacks").header(HttpHeaders.HOST, host));

        // then
        assertThat(status).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.com:8090",
                "localhost.evil.com",
                "0.0.0.0:8090",
                "[::2]:8090",
                "",
                "localhost:8090:1"
            })
    void aHostThatWasReboundIsRefused(String host) {
        // when
        var status = status(MockServerHttpRequest.get("/api/callbacks").header(HttpHeaders.HOST, host));

        // then
        assertThat(status).isEqualTo(421);
    }

    @Test
    void aRequestWithoutHostIsRefused() {
        // when
        var status = status(MockServerHttpRequest.get("/api/callbacks"));

        // then
        assertThat(status).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example.com",
                "null",
                "http://localhost:3000",
                "http://localhost:8090.evil.com",
                "%%"
            })
    void aChangeFromAnotherOriginIsRefused(String origin) {
        // when
        var status = status(post().header(HttpHeaders.ORIGIN, origin));

        // then
        assertThat(status).isEqualTo(403);
    }

    @Test
    void aChangeFromThePageItselfPasses() {
        // when
        var status = status(post().header(HttpHeaders.ORIGIN, "http://localhost:8090"));

        // then
        assertThat(status).isEqualTo(200);
    }

    @Test
    void aChangeAcrossSitesIsRefusedEvenWithoutOrigin() {
        // when
        var status = status(post().header("Sec-Fetch-Site", "cross-site"));

        // then
        assertThat(status).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"})
    void aChangeInTheFormOfAFormIsRefused(String contentType) {
        // when
        var status = status(post().header(HttpHeaders.CONTENT_TYPE, contentType));

        // then
        assertThat(status).isEqualTo(415);
    }

    @Test
    void bytesWithoutContentTypeAreRefused() {
        // when
        var status = status(post().header(HttpHeaders.CONTENT_LENGTH, "5"));

        // then
        assertThat(status).isEqualTo(415);
    }

    @Test
    void jsonPasses() {
        // when
        var status =
                status(post().header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE + ";charset=utf-8"));

        // then
        assertThat(status).isEqualTo(200);
    }

    private static MockServerHttpRequest.BodyBuilder post() {
        return MockServerHttpRequest.post("/api/deliveries/x/retry").header(HttpHeaders.HOST, "localhost:8090");
    }

    private @Nullable Integer status(BaseBuilder<?> request) {
        var exchange = MockServerWebExchange.from(request);
        return guard.filter(exchange, passed -> Mono.empty())
                .thenReturn(200)
                .onErrorResume(
                        Problem.class, refused -> Mono.just(refused.status().value()))
                .block();
    }
}
