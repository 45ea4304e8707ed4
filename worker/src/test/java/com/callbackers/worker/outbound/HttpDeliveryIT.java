package com.callbackers.worker.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Header;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Outgoing;
import com.callbackers.worker.RawServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDeliveryIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int ANSWER_LIMIT = 1024;

    private final HttpDelivery http =
            new HttpDelivery(new OutboundGuard(List.of("127.0.0.0/8")), ANSWER_LIMIT, "Callbackers/test");

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void sendsExactlyWhatItIsGiven() throws IOException {
        try (var server = RawServer.answering(OK)) {
            // given
            var body = new byte[] {0, (byte) 0xFF, '\n', 'x'};
            var outgoing = new Outgoing(
                    "BREW",
                    server.url("/a%2Fb//c|d?x=1&x=2&{}"),
                    List.of(
                            new Header("X-b", "2"),
                            new Header("x-A", "1"),
                            new Header("X-B", "3"),
                            new Header("User-Agent", "phone"),
                            new Header("x-name", "\u00fc")),
                    body,
                    Duration.ofSeconds(5),
                    false);
            // when
            var exchange = send(outgoing);
            // then
            assertThat(server.requests())
                    .containsExactly("BREW /a%2Fb//c|d?x=1&x=2&{} HTTP/1.1\r\nhost: 127.0.0.1:" + server.port()
                            + "\r\nX-b: 2\r\nx-A: 1\r\nX-B: 3\r\nUser-Agent: phone\r\nx-name: \u00fc\r\n"
                            + "content-length: 4\r\n\r\n\0\u00ff\nx");
            assertThat(exchange.outcome()).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
                assertThat(answered.status()).isEqualTo(200);
                assertThat(answered.headers()).containsExactly(new Header("Content-Length", "2"));
                assertThat(answered.body()).asString().isEqualTo("ok");
                assertThat(answered.truncated()).isFalse();
                assertThat(answered.timings().connectMillis()).isNotNull();
                assertThat(answered.timings().firstByteMillis()).isNotNull();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,false", "HEAD,false", "DELETE,false", "OPTIONS,true", "POST,true", "PUT,true", "PURGE,true"})
    void announcesAnEmptyBodyOnlyWhereOneIsExpected(String method, boolean announced) throws IOException {
        var answer = method.equals("HEAD") ? OK.substring(0, OK.length() - 2) : OK;
        try (var server = RawServer.answering(answer)) {
            // when
            var exchange = send(outgoing(method, server.url("/"), ""));
            // then
            assertThat(exchange.outcome()).isInstanceOf(Outcome.Answered.class);
            assertThat(server.requests().getFirst())
                    .isEqualTo(method + " / HTTP/1.1\r\nhost: 127.0.0.1:" + server.port()
                            + "\r\nuser-agent: Callbackers/test\r\n" + (announced ? "content-length: 0\r\n" : "")
                            + "\r\n");
        }
    }

    @Test
    void replacesTheFramingOfTheFirstRequest() throws IOException {
        try (var server = RawServer.answering(OK)) {
            // given
            var outgoing = new Outgoing(
                    "POST",
                    server.url("/"),
                    List.of(
                            new Header("Transfer-Encoding", "chunked"),
                            new Header("Content-Length", "900"),
                            new Header("Connection", "close"),
                            new Header("Expect", "100-continue")),
                    new byte[] {'x'},
                    Duration.ofSeconds(5),
                    false);
            // when
            send(outgoing);
            // then
            assertThat(server.requests().getFirst())
                    .endsWith("\r\nuser-agent: Callbackers/test\r\ncontent-length: 1\r\n\r\nx")
                    .doesNotContain("chunked", "900", "close", "100-continue");
        }
    }

    @Test
    void usesAConnectionAgain() throws IOException {
        try (var server = RawServer.answering(OK)) {
            // when
            send(outgoing("GET", server.url("/"), ""));
            // then: once the first has been given back, which may be after its answer
            org.awaitility.Awaitility.await().untilAsserted(() -> {
                var before = server.connections();
                var next = send(outgoing("GET", server.url("/"), ""));
                assertThat(server.connections()).isEqualTo(before);
                assertThat(next.outcome().timings().connectMillis()).isZero();
            });
        }
    }

    @Test
    void keepsTheFirstBytesOfALongAnswer() throws IOException {
        try (var server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + "x".repeat(3000))) {
            // when
            var exchange = send(outgoing("GET", server.url("/"), ""));
            // then
            assertThat(exchange.outcome()).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
                assertThat(answered.body()).hasSize(ANSWER_LIMIT);
                assertThat(answered.truncated()).isTrue();
            });
        }
    }

    /** What unpacks nothing cannot be made to unpack too much. */
    @Test
    void keepsACompressedAnswerAsItCame() throws IOException {
        try (var server =
                RawServer.answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\npacked")) {
            // when
            var exchange = send(outgoing("GET", server.url("/"), ""));
            // then
            assertThat(exchange.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Answered.class,
                            answered -> assertThat(answered.body()).asString().isEqualTo("packed"));
        }
    }

    @Test
    void hangsUpOnAnAnswerWithoutEnd() throws IOException {
        try (var server = new RawServer((request, socket) -> {
            RawServer.write(socket, "HTTP/1.1 500 Oh\r\n\r\n");
            while (true) {
                RawServer.write(socket, "x".repeat(1000));
            }
        })) {
            // when
            var exchange = send(outgoing("GET", server.url("/"), ""));
            // then
            assertThat(exchange.outcome()).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
                assertThat(answered.status()).isEqualTo(500);
                assertThat(answered.truncated()).isTrue();
            });
        }
    }

    @Test
    void givesUpOnHeadersWithoutEnd() throws IOException {
        try (var server = new RawServer((request, socket) -> {
            RawServer.write(socket, "HTTP/1.1 200 OK\r\n");
            while (true) {
                RawServer.write(socket, "x: " + "x".repeat(1000) + "\r\n");
            }
        })) {
            // when
            var exchange = send(outgoing("GET", server.url("/"), ""));
            // then
            assertThat(unreachable(exchange)).isEqualTo("the answer's head is too long");
        }
    }

    @Test
    void tellsWhenAReceiverHangs() throws IOException {
        try (var server = new RawServer((request, socket) -> {})) {
            // when
            var exchange = send(outgoing("GET", server.url("/"), "", Duration.ofMillis(300)));
            // then
            assertThat(exchange.outcome()).isInstanceOfSatisfying(Outcome.TimedOut.class, late -> {
                assertThat(late.error()).isEqualTo("no answer within 0.3 s");
                assertThat(late.timings().totalMillis()).isBetween(290L, 2000L);
            });
        }
    }

    @Test
    void tellsWhenAnAnswerStops() throws IOException {
        try (var server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok")) {
            // when
            var exchange = send(outgoing("GET", server.url("/"), "", Duration.ofMillis(300)));
            // then
            assertThat(exchange.outcome().words()).isEqualTo("the answer was not complete within 0.3 s");
        }
    }

    @Test
    void tellsWhenNobodyListens() throws IOException {
        // given
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // when
        var exchange = send(outgoing("GET", "http://127.0.0.1:" + port + "/", ""));
        // then
        assertThat(unreachable(exchange)).isEqualTo("127.0.0.1:" + port + " refused the connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\r\n\r\n", "\0\1\2\3\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n"})
    void tellsWhenTheAnswerIsNotHttp(String answer) throws IOException {
        try (var server = RawServer.answering(answer)) {
            // when
            var exchange = send(outgoing("GET", server.url("/"), ""));
            // then
            assertThat(unreachable(exchange)).isEqualTo("the answer is not HTTP");
        }
    }

    @Test
    void tellsWhenTheConnectionEndsBeforeOrWithinTheAnswer() throws IOException {
        try (var before = new RawServer((request, socket) -> socket.close());
                var reset = new RawServer((request, socket) -> reset(socket));
                var within = new RawServer((request, socket) -> {
                    RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
                    socket.close();
                })) {
            assertThat(unreachable(send(outgoing("GET", before.url("/"), ""))))
                    .isEqualTo("the connection was closed before an answer came");
            assertThat(unreachable(send(outgoing("GET", reset.url("/"), ""))))
                    .isEqualTo("the connection was reset before an answer came");
            assertThat(unreachable(send(outgoing("GET", within.url("/"), ""))))
                    .isEqualTo("the connection was closed before the answer was complete");
        }
    }

    @Test
    void tellsWhenANameHasNoAddress() {
        // when
        var exchange = send(outgoing("GET", "http://nowhere.invalid/", ""));
        // then
        assertThat(unreachable(exchange)).contains("address").contains("nowhere.invalid");
    }

    @Test
    void tellsWhatIsWrongWithTls(@TempDir Path folder) throws Exception {
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var untrusted = new RawServer(tls(folder), (request, socket) -> RawServer.write(socket, OK))) {
            assertThat(unreachable(send(outgoing("GET", "https://127.0.0.1:" + untrusted.port() + "/", ""))))
                    .isEqualTo("TLS: the certificate of 127.0.0.1:" + untrusted.port() + " is not one that is trusted");
            Thread.ofVirtual().start(() -> answerPlainly(plain));
            assertThat(unreachable(send(outgoing("GET", "https://127.0.0.1:" + plain.getLocalPort() + "/", ""))))
                    .isEqualTo("TLS: 127.0.0.1:" + plain.getLocalPort() + " does not speak TLS");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]:1/",
                "http://[::ffff:10.0.0.1]/",
                "http://2130706433/",
                "http://0177.0.0.1/"
            })
    void doesNotReachInnerAddresses(String url) {
        // when
        var exchange = send(outgoing("GET", url, ""));
        // then
        assertThat(exchange.outcome()).isInstanceOf(Outcome.Forbidden.class);
    }

    @Test
    void doesNotConnectToANameThatLeadsInside() throws IOException {
        try (var server = RawServer.answering(OK);
                var guarded = new HttpDelivery(new OutboundGuard(List.of()), ANSWER_LIMIT, "x")) {
            // when
            var exchange = send(guarded, outgoing("GET", "http://localhost:" + server.port() + "/", ""));
            // then
            assertThat(exchange.outcome().words())
                    .isEqualTo("the address of localhost is not one that routes may reach");
            assertThat(server.connections()).isZero();
        }
    }

    static Stream<Header> breaking() {
        return Stream.of(
                new Header("X-A", "a\r\nX-B: b"),
                new Header("X-A", "a\nX-B: b"),
                new Header("X-A", "a\0"),
                new Header("X A", "a"),
                new Header("X-A:", "a"),
                new Header("", "a"));
    }

    @ParameterizedTest
    @MethodSource("breaking")
    void doesNotSendHeadersThatWouldBreakTheRequest(Header header) throws IOException {
        try (var server = RawServer.answering(OK)) {
            // given
            var outgoing =
                    new Outgoing("GET", server.url("/"), List.of(header), new byte[0], Duration.ofSeconds(5), false);
            // when
            var exchange = send(outgoing);
            // then
            assertThat(exchange.outcome()).isInstanceOf(Outcome.Forbidden.class);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void leavesRedirectsAloneUnlessAskedTo() throws IOException {
        try (var server = RawServer.answering("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")) {
            // when
            var exchange = send(outgoing("GET", server.url("/a"), ""));
            // then
            assertThat(exchange.outcome().words()).isEqualTo("HTTP 302");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void followsRedirectsWithoutTakingCredentialsElsewhere() throws IOException {
        try (var last = RawServer.answering(OK);
                var first = new RawServer((request, socket) -> RawServer.write(
                        socket,
                        request.startsWith("POST /a ")
                                ? "HTTP/1.1 307 Go\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"
                                : "HTTP/1.1 308 Go\r\nLocation: " + last.url("/c")
                                        + "\r\nContent-Length: 0\r\n\r\n"))) {
            // when
            var exchange = send(redirecting(first.url("/a")));
            // then
            assertThat(exchange.outcome().words()).isEqualTo("HTTP 200");
            assertThat(first.requests()).hasSize(2).allSatisfy(request -> assertThat(request)
                    .contains("Authorization: Bearer t0ken", "X-Key: k3y"));
            assertThat(last.requests())
                    .singleElement()
                    .asString()
                    .startsWith("POST /c ")
                    .contains("x-kept: yes", "host: 127.0.0.1:" + last.port())
                    .endsWith("\r\n\r\nbody")
                    .doesNotContain("t0ken", "k3y", "session");
        }
    }

    @Test
    void endsALoopOfRedirects() throws IOException {
        try (var server = RawServer.answering("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")) {
            // when
            var exchange = send(redirecting(server.url("/")));
            // then
            assertThat(exchange.outcome().words()).isEqualTo("HTTP 302");
            assertThat(server.requests()).hasSize(6);
        }
    }

    @Test
    void checksWhereARedirectLeads() throws IOException {
        try (var server = RawServer.answering(
                "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n")) {
            // when
            var exchange = send(redirecting(server.url("/")));
            // then
            assertThat(exchange.outcome()).isInstanceOf(Outcome.Forbidden.class);
        }
    }

    private Exchange send(Outgoing outgoing) {
        return send(http, outgoing);
    }

    private static Exchange send(HttpDelivery http, Outgoing outgoing) {
        return Objects.requireNonNull(http.send(outgoing, Set.of("k3y")).block(Duration.ofSeconds(10)));
    }

    private static String unreachable(Exchange exchange) {
        assertThat(exchange.outcome()).isInstanceOf(Outcome.Unreachable.class);
        return exchange.outcome().words();
    }

    private static Outgoing redirecting(String url) {
        return new Outgoing(
                "POST",
                url,
                List.of(
                        new Header("Authorization", "Bearer t0ken"),
                        new Header("Cookie", "session=1"),
                        new Header("X-Key", "k3y"),
                        new Header("x-kept", "yes")),
                "body".getBytes(StandardCharsets.UTF_8),
                Duration.ofSeconds(5),
                true);
    }

    private static Outgoing outgoing(String method, String url, String body) {
        return outgoing(method, url, body, Duration.ofSeconds(5));
    }

    private static Outgoing outgoing(String method, String url, String body, Duration timeout) {
        return new Outgoing(method, url, List.of(), body.getBytes(StandardCharsets.UTF_8), timeout, false);
    }

    private static void answerPlainly(ServerSocket listening) {
        try (var socket = listening.accept()) {
            RawServer.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static ServerSocket tls(Path folder) throws Exception {
        var store = folder.resolve("store.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=a",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        store.toString(),
                        "-ext",
                        "san=ip:127.0.0.1")
                .inheritIO()
                .start()
                .waitFor();
        assertThat(made).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "secret".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
