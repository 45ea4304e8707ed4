package com.callbackers.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.edge.RawSender.Answer;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.NotDurableException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class IntakeTest {

    private IntakeServer server = IntakeServer.start();

    @AfterEach
    void everythingIsReleased() {
        await().untilAsserted(() -> assertThat(server.room.taken()).isZero());
        server.close();
        await().untilAsserted(() -> assertThat(server.memoryInUse()).isZero());
    }

    private void restart(String... settings) {
        server.close();
        server = IntakeServer.start(settings);
    }

    @Test
    void keepsTheBytesOfTheBody() {
        // given
        byte[] body = new byte[256];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }

        // when
        try (RawSender sender = server.sender()) {
            sender.lines("POST /card HTTP/1.1\nHost: mingkyme\nContent-Length: 256\n\n")
                    .send(body);
            sender.answer();
        }

        // then
        assertThat(server.callback().body()).isEqualTo(body);
        assertThat(server.callback().size()).isEqualTo(256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/services/T000/B000/XXX", "/services/T0A9/B1Z/x9Yz?a=1"})
    void answersAsSlackDoesWhereItsWebhooksAre(String target) {
        // when
        Answer answer;
        try (RawSender sender = server.sender()) {
            answer = sender.lines("POST " + target + " HTTP/1.1\nHost: legacy\nContent-Length: 2\n\nhi")
                    .answer();
        }

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.header("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(answer.header("callback-id")).hasValue(server.callback().id().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /services/T000/B000/XXX",
                "POST /services/T000/B000",
                "POST /services/t/b/x",
                "POST /a/services/T0/B0/X",
                "POST /services/T0/B0/X/more"
            })
    void answersAsItDoesToAllWhereNoWebhookOfSlackIs(String request) {
        // when
        Answer answer;
        try (RawSender sender = server.sender()) {
            answer = sender.lines(request + " HTTP/1.1\nHost: legacy\nContent-Length: 0\n\n")
                    .answer();
        }

        // then
        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void tellsSlacksSendersToComeAgainWhenNothingIsDurable() {
        // given
        server.close();
        server = IntakeServer.start(arrival -> Mono.error(new NotDurableException("away")));

        // when
        Answer answer;
        try (RawSender sender = server.sender()) {
            answer = sender.lines("POST /services/T0/B0/X HTTP/1.1\nHost: legacy\nContent-Length: 2\n\nhi")
                    .answer();
        }

        // then
        assertThat(answer.status()).isEqualTo(503);
    }

    @Test
    void answersOnceItIsDurable() {
        // when
        Instant before = Instant.now().minusMillis(1);
        Answer answer;
        try (RawSender sender = server.sender()) {
            answer = sender.lines("POST /card HTTP/1.1\nHost: mingkyme\nContent-Length: 2\n\nhi")
                    .answer();
        }

        // then
        Callback callback = server.callback();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"id\": \"" + callback.id() + "\"}");
        assertThat(answer.headers())
                .containsExactlyInAnyOrder(
                        "content-type: application/json",
                        "callback-id: " + callback.id(),
                        "callback-durability: journal",
                        "content-length: 46");
        assertThat(callback.durability()).isEqualTo(Durability.JOURNAL);
        assertThat(CallbackId.time(callback.id())).isBetween(before, Instant.now());
        assertThat(server.arrivals).extracting(Arrival::rejected).containsOnlyNulls();
    }

    @Test
    void doesNotAnswerBeforeItIsDurable() {
        // given
        Sinks.Empty<Void> committed = Sinks.empty();
        server.close();
        server = IntakeServer.start(arrival -> committed.asMono());

        // when
        try (RawSender sender = server.sender()) {
            sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 2\n\nhi");
            await().untilAsserted(() -> assertThat(server.room.taken()).isEqualTo(2));
            boolean early = sender.hasAnswer();
            committed.tryEmitEmpty().orThrow();
            Answer answer = sender.answer();

            // then
            assertThat(early).isFalse();
            assertThat(answer.status()).isEqualTo(202);
        }
    }

    @Test
    void keepsHeadersInOrderWithCaseAndRepeats() {
        // when
        try (RawSender sender = server.sender()) {
            sender.lines("""
                    GET / HTTP/1.1
                    X-B: 1
                    hOST: Mingkyme.Example.COM.:8080
                    x-a: caf\u00e9
                    X-B: 2
                    Cookie: a=1; b=2
                    x-empty:

                    """);
            sender.answer();
        }

        // then
        assertThat(server.callback().headers())
                .containsExactly(
                        new Header("X-B", "1"),
                        new Header("hOST", "Mingkyme.Example.COM.:8080"),
                        new Header("x-a", "caf\u00e9"),
                        new Header("X-B", "2"),
                        new Header("Cookie", "a=1; b=2"),
                        new Header("x-empty", ""));
        assertThat(server.callback().host()).isEqualTo("mingkyme.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "PATCH", "TRACE", "FROB", "post", "M-SEARCH", "PROPFIND"})
    void takesAnyMethod(String method) {
        // when
        Answer answer;
        try (RawSender sender = server.sender()) {
            answer = sender.lines(method + " /a HTTP/1.1\nHost: a\n\n").answer();
        }

        // then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(server.callback().method()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//a//b/",
                "/a/../../b/./c",
                "/%zz%2F%00",
                "/a|b{c}^`\"<>\\",
                "/caf\u00e9",
                "/a#b",
                "/a;x=1:80",
                "/actuator/health"
            })
    void keepsThePathAsItIs(String path) {
        // when
        Answer answer;
        try (RawSender sender = server.sender()) {
            answer = sender.lines("GET " + path + "?q=%zz|?x HTTP/1.1\nHost: a\n\n")
                    .answer();
        }

        // then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(server.callback().path()).isEqualTo(path);
        assertThat(server.callback().query()).isEqualTo("q=%zz|?x");
    }

    @Test
    void answersHeadWithHeadersOnly() {
        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines("HEAD / HTTP/1.1\nHost: a\n\n").answerToHead();
            Answer next = sender.lines("GET / HTTP/1.1\nHost: a\n\n").answer();

            // then
            assertThat(answer.header("content-length")).hasValue("46");
            assertThat(answer.header("transfer-encoding")).isEmpty();
            assertThat(next.status()).isEqualTo(202);
        }
    }

    @Test
    void opensNoTunnel() {
        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines("CONNECT example.com:443 HTTP/1.1\nHost: example.com:443\n\n")
                    .answerToHead();

            // then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(server.callback().path()).isEqualTo("example.com:443");
        }
    }

    @Test
    void takesAWholeServerAsTarget() {
        // when
        try (RawSender sender = server.sender()) {
            sender.lines("OPTIONS * HTTP/1.1\nHost: a\n\n").answer();
        }

        // then
        assertThat(server.callback().path()).isEqualTo("*");
    }

    @Test
    void takesARequestWithoutHost() {
        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines("GET /old HTTP/1.0\n\n").answer();

            // then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(server.callback().host()).isEmpty();
            assertThat(sender.isClosed()).isTrue();
        }
    }

    @Test
    void takesABodyInChunks() {
        // when
        try (RawSender sender = server.sender()) {
            sender.lines("""
                    POST / HTTP/1.1
                    Host: a
                    Transfer-Encoding: chunked

                    3;ext=1
                    abc
                    4
                    """).send("de\u00ff\n\r\n").lines("0\nTrailer: x\n\n");
            Answer answer = sender.answer();
            Answer next = sender.lines("GET / HTTP/1.1\nHost: a\n\n").answer();

            // then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(server.arrivals.getFirst().callback().body())
                    .isEqualTo("abcde\u00ff\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(next.status()).isEqualTo(202);
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() {
        // when
        try (RawSender sender = server.sender()) {
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                many.append("POST /").append(i).append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            }
            sender.send(many.toString());
            for (int i = 0; i < 50; i++) {
                Answer answer = sender.answer();
                int number = i;
                Callback callback = server.arrivals.get(number).callback();

                // then
                assertThat(callback.path()).isEqualTo("/" + number);
                assertThat(answer.body()).contains(callback.id().toString());
            }
        }
    }

    @Test
    void readsOnAfterAPipelinedRequestThatIsAnsweredAtOnce() {
        // given
        Sinks.Empty<Void> commit = Sinks.empty();
        server.close();
        AtomicBoolean begun = new AtomicBoolean();
        server = IntakeServer.start(arrival -> {
            begun.set(true);
            return commit.asMono();
        });

        // when
        try (RawSender sender = server.sender()) {
            sender.lines("GET /1 HTTP/1.1\nHost: a\n\nGET /2 HTTP/1.1\nHost: a\n\n");
            await().untilTrue(begun);
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            commit.tryEmitEmpty().orThrow();
            sender.answer();
            sender.answer();
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            Answer next = sender.lines("GET /3 HTTP/1.1\nHost: a\n\n").answer();

            // then
            assertThat(next.status()).isEqualTo(202);
        }
    }

    @Test
    void doesNotReadFarAhead() {
        // given
        Sinks.Empty<Void> commit = Sinks.empty();
        server.close();
        server = IntakeServer.start(arrival -> commit.asMono());
        byte[] request = ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000))
                .getBytes(StandardCharsets.ISO_8859_1);

        // when
        try (RawSender sender = server.sender()) {
            Thread flood = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 300; i++) {
                    sender.send(request);
                }
            });
            await().untilAsserted(() -> assertThat(server.room.taken()).isEqualTo(100_000));
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            long buffered = server.memoryInUse();
            commit.tryEmitEmpty().orThrow();
            for (int i = 0; i < 300; i++) {
                sender.answer();
            }
            await().until(() -> !flood.isAlive());

            // then
            assertThat(buffered).isLessThan(1_000_000);
            assertThat(server.arrivals).hasSize(300);
        }
    }

    @Test
    void asksForTheBodyThatWaitsToBeAskedFor() {
        // when
        try (RawSender sender = server.sender()) {
            Answer first = sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 2\nExpect: 100-continue\n\n")
                    .answer();
            Answer second = sender.send("hi").answer();

            // then
            assertThat(first.status()).isEqualTo(100);
            assertThat(second.status()).isEqualTo(202);
            assertThat(server.callback().text()).isEqualTo("hi");
        }
    }

    @Test
    void refusesALargeBodyBeforeItIsSent() {
        // given
        restart("body-limit", "10B");

        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 11\nExpect: 100-continue\n\n")
                    .answer();

            // then
            assertThat(answer.status()).isEqualTo(413);
            assertThat(sender.isClosed()).isTrue();
        }
    }

    @Test
    void recordsALargeRequestWithoutItsBody() {
        // given
        restart("body-limit", "10B");

        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines("POST /big HTTP/1.1\nHost: a\nContent-Length: 11\n\n12345678901")
                    .answer();
            Answer next = sender.lines("GET / HTTP/1.1\nHost: a\n\n").answer();

            // then
            Arrival arrival = server.arrivals.getFirst();
            assertThat(arrival.rejected()).isEqualTo("body of 11 bytes is over the limit of 10");
            assertThat(arrival.callback().path()).isEqualTo("/big");
            assertThat(arrival.callback().size()).isEqualTo(11);
            assertThat(arrival.callback().body()).isEmpty();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.header("content-type")).hasValue("application/problem+json");
            assertThat(answer.header("callback-id"))
                    .hasValue(arrival.callback().id().toString());
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"title\": \"Content Too Large\", \"status\": 413, \"detail\": \"body of 11 bytes is over the limit of 10\"}");
            assertThat(next.status()).isEqualTo(202);
        }
    }

    @Test
    void recordsALargeRequestInChunks() {
        // given
        restart("body-limit", "10B");

        // when
        try (RawSender sender = server.sender()) {
            sender.lines("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n")
                    .lines("6\nabcdef\n6\nabcdef\n6\nabcdef\n0\n\n");
            Answer answer = sender.answer();
            Answer next = sender.lines("GET / HTTP/1.1\nHost: a\n\n").answer();

            // then
            Arrival arrival = server.arrivals.getFirst();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(arrival.rejected()).matches("body of at least \\d+ bytes is over the limit of 10");
            assertThat(arrival.callback().size()).isGreaterThan(10);
            assertThat(arrival.callback().body()).isEmpty();
            assertThat(next.status()).isEqualTo(202);
        }
    }

    @Test
    void takesABodyOfExactlyTheLimit() {
        // given
        restart("body-limit", "10B");

        // when
        try (RawSender sender = server.sender()) {
            Answer counted = sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 10\n\n1234567890")
                    .answer();
            Answer chunked = sender.lines("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n")
                    .lines("a\n1234567890\n0\n\n")
                    .answer();

            // then
            assertThat(counted.status()).isEqualTo(202);
            assertThat(chunked.status()).isEqualTo(202);
        }
    }

    @Test
    void doesNotReadALargeBodyWithoutEnd() {
        // given
        restart("body-limit", "10B");

        // when
        try (RawSender sender = server.sender()) {
            sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 1000000000\n\n");
            Answer answer = sender.answer();
            long sent = sender.flood(1_000_000_000);

            // then
            assertThat(answer.status()).isEqualTo(413);
            assertThat(sent).isLessThan(100_000_000);
        }
    }

    @Test
    void asksToComeAgainWhenNothingIsDurable() {
        // given
        server.close();
        server = IntakeServer.start(
                arrival -> Mono.error(new NotDurableException("refused", new IllegalStateException())),
                "body-limit",
                "10B",
                "retry-after",
                "7s");

        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 2\n\nhi")
                    .answer();
            Answer large = sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 11\n\n12345678901")
                    .answer();

            // then
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).hasValue("7");
            assertThat(answer.header("content-type")).hasValue("application/problem+json");
            assertThat(answer.header("callback-id")).isEmpty();
            assertThat(large.status()).isEqualTo(503);
        }
    }

    @Test
    void asksToComeAgainWhenTheJournalFailsInAnotherWay() {
        // given
        server.close();
        server = IntakeServer.start(arrival -> {
            throw new IllegalStateException("broken");
        });

        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 2\n\nhi")
                    .answer();

            // then
            assertThat(answer.status()).isEqualTo(503);
        }
    }

    @Test
    void boundsTheMemoryOfAllBodies() {
        // given
        Sinks.Empty<Void> commit = Sinks.empty();
        server.close();
        server = IntakeServer.start(arrival -> commit.asMono(), "body-limit", "1KB", "bodies-in-memory", "2KB");
        String request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000);

        // when
        try (RawSender first = server.sender();
                RawSender second = server.sender();
                RawSender third = server.sender()) {
            first.send(request);
            second.send(request);
            await().untilAsserted(() -> assertThat(server.room.taken()).isEqualTo(2000));
            Answer crowded = third.send(request).answer();
            commit.tryEmitEmpty().orThrow();
            Answer accepted = first.answer();
            Answer again = third.send(request).answer();

            // then
            assertThat(crowded.status()).isEqualTo(503);
            assertThat(crowded.header("retry-after")).hasValue("5");
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(again.status()).isEqualTo(202);
        }
    }

    @Test
    void doesNotBelieveAnAnnouncedSizeBeforeItComes() {
        // when
        try (RawSender sender = server.sender()) {
            sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 1000000\n\nabc");
            await().untilAsserted(() -> assertThat(server.room.taken()).isPositive());

            // then
            assertThat(server.room.taken()).isLessThan(20_000);
        }
    }

    @Test
    void recordsWhatWasReadThoughTheSenderLeft() {
        // given
        Sinks.Empty<Void> commit = Sinks.empty();
        server.close();
        server = IntakeServer.start(arrival -> commit.asMono());

        // when
        try (RawSender sender = server.sender()) {
            sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 2\n\nhi");
            await().untilAsserted(() -> assertThat(server.room.taken()).isEqualTo(2));
        }
        await().untilAsserted(() -> assertThat(gone()).isEqualTo(1));
        long taken = server.room.taken();
        commit.tryEmitEmpty().orThrow();

        // then
        assertThat(taken).isEqualTo(2);
        await().untilAsserted(() -> assertThat(server.arrivals).hasSize(1));
    }

    @Test
    void recordsNothingOfARequestThatWasCutOff() {
        // when
        try (RawSender sender = server.sender()) {
            sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 10\n\nhi");
            await().untilAsserted(() -> assertThat(server.room.taken()).isPositive());
        }

        // then
        await().untilAsserted(() -> assertThat(gone()).isEqualTo(1));
        assertThat(server.arrivals).isEmpty();
    }

    @Test
    void timesOutASlowBody() {
        // given
        restart("read-timeout", "300ms");

        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 10\n\nhi")
                    .answer();

            // then
            assertThat(answer.status()).isEqualTo(408);
            assertThat(sender.isClosed()).isTrue();
            assertThat(server.arrivals).isEmpty();
        }
    }

    @Test
    void timesOutABodyThatTricklesIn() {
        // given
        restart("read-timeout", "500ms");

        // when
        try (RawSender sender = server.sender()) {
            sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 1000\n\n");
            int sent = trickle(sender);

            // then
            assertThat(sent).isLessThan(100);
            assertThat(server.arrivals).isEmpty();
        }
    }

    @Test
    void timesOutAHeadThatTricklesIn() {
        // given
        restart("read-timeout", "500ms");

        // when
        try (RawSender sender = server.sender()) {
            sender.lines("GET / HTTP/1.1\nHost: a\nX-Slow: ");
            int sent = trickle(sender);

            // then
            assertThat(sent).isLessThan(100);
            assertThat(server.arrivals).isEmpty();
        }
    }

    @Test
    void answersASlowHeadBeforeItCloses() {
        // given
        restart("read-timeout", "300ms");

        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines("GET / HTTP/1.1\nHost: a\n").answer();

            // then
            assertThat(answer.status()).isEqualTo(408);
            assertThat(sender.isClosed()).isTrue();
        }
    }

    @Test
    void closesAnIdleConnection() {
        // given
        restart("idle-timeout", "300ms");

        // when
        try (RawSender silent = server.sender();
                RawSender served = server.sender()) {
            served.lines("GET / HTTP/1.1\nHost: a\n\n").answer();

            // then
            assertThat(silent.isClosed()).isTrue();
            assertThat(served.isClosed()).isTrue();
        }
    }

    @Test
    void survivesAHugeHead() {
        // when
        try (RawSender sender = server.sender();
                RawSender other = server.sender()) {
            Answer answer = sender.lines("GET / HTTP/1.1\nHost: a\nX-Huge: " + "x".repeat(100_000) + "\n\n")
                    .answer();
            Answer next = other.lines("GET / HTTP/1.1\nHost: a\n\n").answer();

            // then
            assertThat(answer.status()).isEqualTo(431);
            assertThat(next.status()).isEqualTo(202);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\nContent-Length: -1\n\n",
                "GET / HTTP/1.1\nHost: a\nContent-Length: 99999999999999999999\n\n",
                "GET / HTTP/1.1\nHost: a\nno colon\n\n",
                "GET\n\n",
                "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nzz\n\n"
            })
    void refusesWhatIsNoHttp(String request) {
        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines(request).answer();

            // then
            assertThat(answer.status()).isEqualTo(400);
            assertThat(sender.isClosed()).isTrue();
            assertThat(server.arrivals).isEmpty();
        }
    }

    @Test
    void tellsWhatIsNoHttpSoInProblemDetailsAndCountsIt() {
        // when
        try (RawSender sender = server.sender()) {
            Answer answer = sender.lines("GET\n\n").answer();

            // then
            assertThat(answer.header("content-type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("\"status\": 400");
        }
        assertThat(server.meters
                        .get("callbackers.edge.requests")
                        .tags("result", "malformed")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void takesNothingAfterARequestThatClosesTheConnection() {
        // when
        try (RawSender sender = server.sender()) {
            sender.lines("GET /last HTTP/1.1\nHost: a\nConnection: close\n\nGET /after HTTP/1.1\nHost: a\n\n");
            Answer answer = sender.answer();

            // then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(sender.isClosed()).isTrue();
            assertThat(server.arrivals)
                    .extracting(arrival -> arrival.callback().path())
                    .containsExactly("/last");
        }
    }

    @Test
    void recordsNothingOfABodyWithABrokenChunk() {
        // when
        try (RawSender sender = server.sender()) {
            sender.lines("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3\nabc\n");
            await().untilAsserted(() -> assertThat(server.room.taken()).isEqualTo(3));
            Answer answer = sender.lines("zz\n\n").answer();

            // then
            assertThat(answer.status()).isEqualTo(400);
            await().during(Duration.ofMillis(300)).until(() -> server.arrivals.isEmpty());
        }
    }

    @Test
    void believesTheAddressThatATrustedProxyWrote() {
        // given
        restart("trusted-proxies", "127.0.0.0/8,::1,10.0.0.0/8");

        // when
        try (RawSender sender = server.sender()) {
            sender.lines(
                            "GET / HTTP/1.1\nHost: a\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\nX-Forwarded-For: 10.1.2.3\n\n")
                    .answer();
        }

        // then
        assertThat(server.callback().remoteAddress()).isEqualTo("203.0.113.9");
    }

    @Test
    void believesNoAddressThatAnybodyWrote() {
        // when
        try (RawSender sender = server.sender()) {
            sender.lines("GET / HTTP/1.1\nHost: a\nX-Forwarded-For: 203.0.113.9\n\n")
                    .answer();
        }

        // then
        assertThat(server.callback().remoteAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void countsWhatItAnsweredAndRecorded() {
        // given
        restart("body-limit", "10B");

        // when
        try (RawSender sender = server.sender()) {
            sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 2\n\nhi").answer();
            sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 11\n\n12345678901")
                    .answer();
        }

        // then
        assertThat(server.meters
                        .get("callbackers.edge.callbacks")
                        .tags("result", "accepted", "durability", "journal")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(server.meters
                        .get("callbackers.edge.callbacks")
                        .tags("result", "rejected", "durability", "journal")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(server.meters
                        .get("callbackers.edge.requests")
                        .tag("result", "too-large")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(gone()).isZero();
        assertThat(server.meters.get("callbackers.edge.body.size").summary().totalAmount())
                .isEqualTo(13);
    }

    private long gone() {
        var timer = server.meters
                .find("callbackers.edge.requests")
                .tag("result", "gone")
                .timer();
        return timer == null ? 0 : timer.count();
    }

    /** A byte each 50 ms until the server has had enough; gives how many went. */
    private static int trickle(RawSender sender) {
        for (int sent = 0; sent < 200; sent++) {
            if (sender.hasAnswer()) {
                return sent;
            }
            await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            try {
                sender.send("x");
            } catch (UncheckedIOException e) {
                return sent;
            }
        }
        return 200;
    }
}
