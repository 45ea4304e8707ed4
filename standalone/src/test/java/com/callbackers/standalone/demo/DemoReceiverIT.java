package com.callbackers.standalone.demo;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoReceiverIT {

    private final DemoReceiver receiver = DemoReceiver.start(0);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.shutdownNow();
        receiver.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\": \"hello\"} | 200 | ok",
                "{\"blocks\": [{\"type\": \"divider\"}]} | 200 | ok",
                "{\"text\": \"\"} | 400 | no_text",
                "hello | 400 | invalid_payload",
            })
    void answersAsSlackDoes(String body, int status, String answer) throws Exception {
        // when
        var response = send("POST", "/slack/team", body);

        // then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(answer);
    }

    @Test
    void takesSlacksOwnPathsAndForms() throws Exception {
        // when
        var response = client.send(
                request("/services/T0/B0/X0")
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(ofString("payload=%7B%22text%22%3A%20%22hi%22%7D"))
                        .build(),
                BodyHandlers.ofString());

        // then
        assertThat(response.body()).isEqualTo("ok");
    }

    @Test
    void listsWhatItGotNewestFirst() throws Exception {
        // given
        send("POST", "/slack/team", "{\"text\": \"승인\"}");
        send("DELETE", "/http/erp/orders/7?now", "");

        // when
        var received = received();

        // then
        assertThat(received.size()).isEqualTo(2);
        assertThat(received.get(0).get("method").asString()).isEqualTo("DELETE");
        assertThat(received.get(0).get("path").asString()).isEqualTo("/http/erp/orders/7?now");
        assertThat(received.get(0).get("answered").asString()).startsWith("200");
        assertThat(received.get(1).get("body").asString()).isEqualTo("{\"text\": \"승인\"}");
    }

    @Test
    void failsAsOftenAsItIsTold() throws Exception {
        // given
        send("PUT", "/behaviour/http/erp", "{\"mode\": \"fail\", \"status\": 503, \"times\": 2}");

        // when
        var answers = new int[] {
            send("POST", "/http/erp", "1").statusCode(),
            send("POST", "/http/erp", "2").statusCode(),
            send("POST", "/http/erp", "3").statusCode()
        };

        // then
        assertThat(answers).containsExactly(503, 503, 200);
    }

    @Test
    void tellsWhenToComeAgain() throws Exception {
        // given
        send("PUT", "/behaviour/slack/team", "{\"mode\": \"rate-limit\", \"retryAfterSeconds\": 2}");

        // when
        var response = send("POST", "/slack/team", "{\"text\": \"hello\"}");

        // then
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).contains("2");
    }

    @Test
    void hangsUntilItIsToldOtherwise() throws Exception {
        // given
        send("PUT", "/behaviour/http/erp", "{\"mode\": \"hang\"}");

        // when
        var request = request("/http/erp").timeout(Duration.ofMillis(300)).build();

        // then
        assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(received().get(0).get("answered").asString()).isEqualTo("nothing");
        send("DELETE", "/behaviour/http/erp", "");
        assertThat(send("POST", "/http/erp", "").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesWhatIsNoBehaviour() throws Exception {
        // when
        var response = send("PUT", "/behaviour/http/erp", "{\"mode\": \"explode\"}");

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("mode is one of ok, fail, hang, rate-limit\n");
    }

    @Test
    void showsAPageThatRunsNothingOfWhatItGot() throws Exception {
        // given
        send("POST", "/http/erp", "<script>alert(1)</script>");

        // when
        var page = client.send(request("/").header("accept", "text/html").build(), BodyHandlers.ofString());

        // then
        assertThat(page.body()).contains("&lt;script&gt;").doesNotContain("<script>");
    }

    private JsonNode received() throws Exception {
        return new JsonMapper().readTree(send("GET", "/", "").body()).get("received");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(request(path).method(method, ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(receiver.uri().resolve(path));
    }
}
