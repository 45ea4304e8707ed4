package com.callbackers.console;

import com.callbackers.console.call.Problem;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Keeps other people's web pages out, be there a login or not: a page whose name was rebound to this machine comes
 * with a Host of its own, and a page that posts across sites comes with an Origin of its own.
 */
final class BrowserGuard implements WebFilter {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** Nothing of other places, nothing written into a page, no page within another one's frame. */
    private static final String CONTENT =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final Set<String> allowedHosts;

    BrowserGuard(Set<String> allowedHosts) {
        this.allowedHosts = allowedHosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var headers = exchange.getResponse().getHeaders();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", CONTENT);
        headers.setCacheControl("no-store");
        return refusal(exchange.getRequest()).<Mono<Void>>map(Mono::error).orElseGet(() -> chain.filter(exchange));
    }

    private Optional<Problem> refusal(ServerHttpRequest request) {
        var host = request.getHeaders().getFirst(HttpHeaders.HOST);
        if (host == null || !allowedHosts.contains(name(host))) {
            return Optional.of(Problem.of(
                    HttpStatus.MISDIRECTED_REQUEST,
                    "the console answers to %s only, not to '%s'; callbackers.console.allowed-hosts names them"
                            .formatted(String.join(", ", allowedHosts), host == null ? "" : host)));
        }
        if (READS.contains(request.getMethod())) {
            return Optional.empty();
        }
        if (!sameOrigin(request.getHeaders(), host)) {
            return Optional.of(
                    Problem.of(HttpStatus.FORBIDDEN, "pages of other sites may change nothing here (Origin header)"));
        }
        if (!harmless(request.getHeaders())) {
            return Optional.of(Problem.of(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "send the body as application/json or application/yaml, or none"));
        }
        return Optional.empty();
    }

    private static boolean sameOrigin(HttpHeaders headers, String host) {
        if ("cross-site".equals(headers.getFirst("Sec-Fetch-Site"))) {
            return false;
        }
        var origin = headers.getFirst(HttpHeaders.ORIGIN);
        // the scheme is left out: a proxy may have ended TLS
        return origin == null || host.equalsIgnoreCase(authority(origin));
    }

    /** Forms of other sites can send three content types without asking first; JSON and YAML are none of them. */
    private static boolean harmless(HttpHeaders headers) {
        try {
            var type = headers.getContentType();
            return type == null
                    ? headers.getContentLength() <= 0 && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)
                    : type.isCompatibleWith(MediaType.APPLICATION_JSON)
                            || type.isCompatibleWith(MediaType.APPLICATION_YAML);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority()).orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String name(String host) {
        return host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
    }
}
