package com.callbackers.worker.outbound;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL taken apart and otherwise left alone: what follows the authority is sent as it stands, since a sender's path
 * need not be one that {@link java.net.URI} takes.
 *
 * @param host without the brackets of an IPv6 address
 * @param target path and query
 */
record Url(boolean secure, String host, int port, String target) {

    private static final Pattern PARTS = Pattern.compile("(?is)(https?)://([^/?#\\\\]*)([/?][^#]*)?(#.*)?");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\[\\]:@%\\s]+)(:([0-9]{0,5}))?");
    private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+");

    /** @throws ForbiddenRequestException in words that do not repeat the URL, which may be a secret */
    static Url parse(String text) {
        var parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new ForbiddenRequestException("the URL is not an http or https one");
        }
        if (parts.group(2).indexOf('@') >= 0) {
            throw new ForbiddenRequestException("the URL holds a user name, which belongs into a header");
        }
        var authority = AUTHORITY.matcher(parts.group(2));
        if (!authority.matches()) {
            throw new ForbiddenRequestException("the URL has no host that can be read");
        }
        var secure = parts.group(1).equalsIgnoreCase("https");
        return new Url(
                secure,
                host(authority.group(1)),
                port(authority.group(3), secure),
                target(Objects.requireNonNullElse(parts.group(3), "")));
    }

    /** Where a {@code location} header of an answer from here leads. */
    Url resolve(String location) {
        if (location.startsWith("//")) {
            return parse((secure ? "https:" : "http:") + location);
        }
        if (location.matches("(?s)[a-zA-Z][a-zA-Z0-9+.-]*:.*")) {
            return parse(location);
        }
        var end = location.indexOf('#');
        var relative = end < 0 ? location : location.substring(0, end);
        if (relative.startsWith("/")) {
            return new Url(secure, host, port, target(relative));
        }
        var query = target.indexOf('?');
        var path = query < 0 ? target : target.substring(0, query);
        if (!relative.isEmpty() && !relative.startsWith("?")) {
            path = path.substring(0, path.lastIndexOf('/') + 1);
        }
        return new Url(secure, host, port, target(path + relative));
    }

    /** As it stands in a {@code host} header. */
    String authority() {
        var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (secure ? 443 : 80) ? name : name + ":" + port;
    }

    boolean sameOrigin(Url other) {
        return secure == other.secure && host.equals(other.host) && port == other.port;
    }

    private static String host(String text) {
        if (text.startsWith("[")) {
            return text.substring(1, text.length() - 1);
        }
        try {
            var host = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            if (HOST.matcher(host).matches()) {
                return host;
            }
        } catch (IllegalArgumentException unreadable) {
            // said below, as for a host of other signs
        }
        throw new ForbiddenRequestException("the URL has no host that can be read");
    }

    private static int port(@Nullable String text, boolean secure) {
        if (text == null || text.isEmpty()) {
            return secure ? 443 : 80;
        }
        var port = Integer.parseInt(text);
        if (port < 1 || port > 65535) {
            throw new ForbiddenRequestException("the URL's port is not between 1 and 65535");
        }
        return port;
    }

    private static String target(String text) {
        var target = new StringBuilder(text.length() + 1);
        if (!text.startsWith("/")) {
            target.append('/');
        }
        for (var b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < 0) {
                target.append('%').append(String.format("%02X", b));
            } else if (b <= ' ' || b == 0x7F) {
                throw new ForbiddenRequestException("the URL holds a space or a control character");
            } else {
                target.append((char) b);
            }
        }
        return target.toString();
    }
}
