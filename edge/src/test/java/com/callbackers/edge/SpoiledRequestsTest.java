package com.callbackers.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.fuzz.Mutations;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever bytes come in, the edge answers or closes, lets go of all that it held, and goes on. */
class SpoiledRequestsTest {

    private static final Set<Integer> ANSWERS =
            Set.of(100, 202, 400, 404, 405, 408, 413, 414, 417, 426, 431, 501, 503, 505);

    private static final List<byte[]> REQUESTS = Stream.of(
                    "POST /card?a=1&b=%2F HTTP/1.1\r\nHost: mingkyme\r\nContent-Length: 11\r\n\r\nhello world",
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
                    "GET /a/%00/../b HTTP/1.1\r\nHost: a:80\r\nX-Empty:\r\nx-Folded: a\r\n b\r\n\r\n",
                    "PUT http://user@a.example:80/x HTTP/1.1\r\nHost: b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
                    "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.0\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nContent-Length: 3\r\n\r\n\u001f\u008b\u0000",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003")
            .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
            .toList();

    private final IntakeServer server = IntakeServer.start("read-timeout", "200ms");

    @AfterEach
    void everythingIsReleased() {
        await().untilAsserted(() -> assertThat(server.room.taken()).isZero());
        server.close();
        await().untilAsserted(() -> assertThat(server.memoryInUse()).isZero());
    }

    @Test
    void areAnsweredOrClosedAndOthersAreServed() {
        // when
        var answers =
                Mutations.of(REQUESTS, 1_500).parallel().flatMap(this::answer).collect(Collectors.toSet());

        // then
        assertThat(answers).contains(202, 400).isSubsetOf(ANSWERS);
        assertThat(server.arrivals)
                .allSatisfy(arrival -> assertThat(arrival.callback().method()).isNotEmpty());
        assertThat(answer("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
                        .getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(202);
    }

    @Test
    void tenThousandHeadersAreRefused() {
        // given
        var headers =
                IntStream.range(0, 10_000).mapToObj(i -> "x-" + i + ": y\r\n").collect(Collectors.joining());

        // when
        var answers = answer(("POST / HTTP/1.1\r\nHost: a\r\n" + headers + "Content-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));

        // then
        assertThat(answers).allSatisfy(status -> assertThat(status).isIn(400, 431));
        assertThat(server.arrivals).isEmpty();
    }

    /** None when it closed, which it may. */
    private Stream<Integer> answer(byte[] request) {
        try (var sender = server.sender()) {
            return Stream.of(sender.send(request).answer().status());
        } catch (UncheckedIOException e) {
            return Stream.empty();
        }
    }
}
