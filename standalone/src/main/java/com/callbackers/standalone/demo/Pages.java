package com.callbackers.standalone.demo;

import com.callbackers.standalone.demo.Inbox.Received;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** What was received, for programs and for people. */
final class Pages {

    static final String HELP = """
            The demo receiver: what Callbackers delivers to on this machine, for a first look.

            Receivers (any name does):
              POST /slack/{name}           answers as a Slack incoming webhook does: ok, invalid_payload, no_text
              POST /services/{a}/{b}/{c}   the same, with the path that Slack's own webhooks have; its name is 'services'
              any  /http/{name}/...        answers 200 with JSON

            What they got:
              GET    /                     newest first, as JSON or, in a browser, as a page; the last 500, at most 8 MiB
              DELETE /received             forgets it

            How they answer:
              PUT    /behaviour/{slack|http}/{name}   one of
                       {"mode": "ok"}
                       {"mode": "fail", "status": 500}
                       {"mode": "hang"}
                       {"mode": "rate-limit", "retryAfterSeconds": 2}
                     with "times": 3 for the next three requests only
              DELETE /behaviour/{slack|http}/{name}   back to normal; without a name: all of them
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private Pages() {}

    static String json(List<Received> newestFirst) {
        return JSON.writeValueAsString(
                Map.of("received", newestFirst.stream().map(Pages::fields).toList()));
    }

    private static Map<String, Object> fields(Received received) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("at", received.at().toString());
        fields.put("method", received.method());
        fields.put("path", received.path());
        fields.put(
                "headers",
                received.headers().stream()
                        .map(header -> List.of(header.getKey(), header.getValue()))
                        .toList());
        text(received.body())
                .ifPresentOrElse(
                        text -> fields.put("body", text),
                        () -> fields.put("bodyBase64", Base64.getEncoder().encodeToString(received.body())));
        fields.put("answered", received.answered());
        return fields;
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static String html(List<Received> newestFirst) {
        var page = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta http-equiv="refresh" content="2">
                <title>Demo receiver</title>
                <style>
                  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color-scheme: light dark }
                  article { border-top: 1px solid #8884; padding: .6rem 0 }
                  pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0 }
                  small { opacity: .7 }
                </style>
                <h1>Demo receiver</h1>
                <p>What it got, newest first. <a href="/help">How to make it fail, hang or answer 429</a></p>
                """);
        if (newestFirst.isEmpty()) {
            page.append("<p>Nothing yet.</p>\n");
        }
        newestFirst.forEach(received -> page.append(article(received)));
        return page.toString();
    }

    private static String article(Received received) {
        return """
                <article><b>%s %s</b> <small>%s · answered %s</small><pre>%s</pre></article>
                """.formatted(
                        escaped(received.method()),
                        escaped(received.path()),
                        received.at(),
                        escaped(received.answered()),
                        escaped(text(received.body()).orElse(received.body().length + " bytes")));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
