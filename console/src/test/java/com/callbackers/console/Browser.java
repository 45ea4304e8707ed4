package com.callbackers.console;

import com.callbackers.console.Client.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.JsonNode;

/** A browser of somebody who has an account: it keeps cookies, follows redirects, and logs in where it is asked to. */
final class Browser {

    /** As behind an ingress that ends TLS. */
    static final String CONSOLE = "https://console.test";

    private static final int REDIRECTS = 10;

    private final WebClient http = WebClient.create();
    private final int consolePort;
    private final String user;
    private final Map<String, String> cookies = new HashMap<>();
    private final List<String> setCookies = new ArrayList<>();
    private final List<URI> visited = new ArrayList<>();

    Browser(int consolePort, String user) {
        this.consolePort = consolePort;
        this.user = user;
    }

    /** A page and where it leads to. */
    Answer visit(String path) {
        return follow(URI.create(CONSOLE + path));
    }

    Answer follow(URI start) {
        var uri = start;
        for (int i = 0; i < REDIRECTS; i++) {
            visited.add(uri);
            var answer = send("GET", uri, Map.of("Accept", "text/html,*/*;q=0.8"));
            var location = answer.headers().getLocation();
            if (location == null) {
                return answer;
            }
            uri = uri.resolve(location);
        }
        throw new AssertionError("redirects without an end: " + visited);
    }

    /** Where a page leads to, without going there. */
    URI redirect(URI page) {
        return page.resolve(Optional.ofNullable(send("GET", page, Map.of("Accept", "text/html,*/*;q=0.8"))
                        .headers()
                        .getLocation())
                .orElseThrow());
    }

    /** What a script of the console's pages calls. */
    Answer call(String method, String path, Map<String, String> headers) {
        return send(method, URI.create(CONSOLE + path), headers);
    }

    JsonNode session() {
        return call("GET", "/api/session", Map.of()).json();
    }

    /** A change, as the console's own pages make it. */
    Answer change(String path) {
        var csrf = session().path("csrf");
        return call(
                "POST",
                path,
                Map.of(csrf.path("header").asString(), csrf.path("token").asString()));
    }

    List<String> setCookies() {
        return setCookies;
    }

    List<URI> visited() {
        return visited;
    }

    private Answer send(String method, URI uri, Map<String, String> headers) {
        var toConsole = uri.toString().startsWith(CONSOLE);
        if (!toConsole && cookies(uri.getAuthority()).isEmpty()) {
            exchange(
                    "GET",
                    uri.resolve("/"),
                    Map.of("Authorization", "Basic " + HttpHeaders.encodeBasicAuth(user, "secret", null)),
                    false);
        }
        return exchange(method, uri, headers, toConsole);
    }

    private Answer exchange(String method, URI uri, Map<String, String> headers, boolean toConsole) {
        var request = http.method(HttpMethod.valueOf(method))
                .uri(
                        toConsole
                                ? URI.create("http://localhost:" + consolePort
                                        + uri.toString().substring(CONSOLE.length()))
                                : uri)
                .headers(all -> {
                    headers.forEach(all::set);
                    var cookie = cookies(uri.getAuthority());
                    if (!cookie.isEmpty()) {
                        all.set(HttpHeaders.COOKIE, cookie);
                    }
                    if (toConsole) {
                        all.set(HttpHeaders.HOST, uri.getAuthority());
                    }
                });
        var answer = Optional.ofNullable(request.exchangeToMono(response -> response.toEntity(byte[].class))
                        .map(Client::answer)
                        .block())
                .orElseThrow();
        answer.headers().getOrEmpty(HttpHeaders.SET_COOKIE).forEach(cookie -> keep(uri.getAuthority(), cookie));
        return answer;
    }

    private void keep(String authority, String cookie) {
        setCookies.add(cookie);
        var pair = cookie.split(";", 2)[0].split("=", 2);
        cookies.put(authority + " " + pair[0], pair[1]);
    }

    private String cookies(String authority) {
        return cookies.entrySet().stream()
                .filter(cookie -> cookie.getKey().startsWith(authority + " "))
                .map(cookie -> cookie.getKey().substring(authority.length() + 1) + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }
}
