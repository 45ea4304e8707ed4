package com.callbackers.worker.outbound;

import com.callbackers.callback.Header;
import com.callbackers.delivery.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What goes over the wire, complete: nothing is added to it after this. Holds secrets. */
record Request(String method, Url url, List<Header> headers, byte[] body) {

    /** They belong to one connection, or say how long the body is; both are ours to say. */
    private static final Set<String> CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization");
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    static Request of(Outgoing outgoing, String userAgent) {
        return of(outgoing.method(), Url.parse(outgoing.url()), outgoing.headers(), outgoing.body(), userAgent);
    }

    private static Request of(String method, Url url, List<Header> given, byte[] body, String userAgent) {
        if (!TOKEN.matcher(method).matches()) {
            throw new ForbiddenRequestException("the method is not one word of plain letters");
        }
        var headers = new ArrayList<Header>(given.size() + 3);
        if (given.stream().noneMatch(header -> header.is("host"))) {
            headers.add(new Header("host", url.authority()));
        }
        given.stream()
                .filter(header -> !among(CONNECTION, header))
                .map(Request::checked)
                .forEach(headers::add);
        if (given.stream().noneMatch(header -> header.is("user-agent"))) {
            headers.add(new Header("user-agent", userAgent));
        }
        if (body.length > 0 || !WITHOUT_BODY.contains(method)) {
            headers.add(new Header("content-length", Integer.toString(body.length)));
        }
        return new Request(method, url, List.copyOf(headers), body);
    }

    /**
     * The request that an answer's {@code location} asks for. To another origin, nothing goes along that proves who
     * we are.
     */
    Request redirected(int status, Url to, Collection<String> secrets) {
        var asGet = status == 303 ? !method.equals("HEAD") : status <= 302 && method.equals("POST");
        var kept = headers.stream()
                .filter(header -> !header.is("host"))
                .filter(header ->
                        !asGet || !header.name().toLowerCase(Locale.ROOT).startsWith("content-"))
                .filter(header -> url.sameOrigin(to) || !proves(header, secrets))
                .toList();
        return asGet ? of("GET", to, kept, new byte[0], "") : of(method, to, kept, body, "");
    }

    private static boolean proves(Header header, Collection<String> secrets) {
        return among(CREDENTIALS, header)
                || secrets.stream().anyMatch(secret -> header.value().contains(secret));
    }

    private static boolean among(Set<String> names, Header header) {
        return names.contains(header.name().toLowerCase(Locale.ROOT));
    }

    private static Header checked(Header header) {
        if (!TOKEN.matcher(header.name()).matches()) {
            throw new ForbiddenRequestException("a header's name is not one word of plain letters");
        }
        var value = header.value();
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new ForbiddenRequestException("the header " + header.name() + " holds a line break");
        }
        // Headers travel as single bytes: what does not fit into one goes as its UTF-8 bytes.
        return value.chars().allMatch(c -> c <= 0xFF)
                ? header
                : new Header(
                        header.name(), new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    @Override
    public String toString() {
        return "Request[" + method + ", " + body.length + " bytes]";
    }
}
