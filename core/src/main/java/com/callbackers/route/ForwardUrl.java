package com.callbackers.route;

import com.callbackers.callback.Callback;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Where a forwarded callback goes: the action's URL with the callback's path, where that is appended, and query. */
record ForwardUrl(String base, ForwardAction.PathMode mode) {

    String to(Callback callback) {
        var question = base.indexOf('?');
        var withoutQuery = question < 0 ? base : base.substring(0, question);
        var url = new StringBuilder(withoutQuery);
        if (mode == ForwardAction.PathMode.APPEND && callback.path().startsWith("/")) {
            if (url.charAt(url.length() - 1) == '/') {
                url.setLength(url.length() - 1);
            }
            url.append(withoutDotSegments(callback.path()));
        }
        var separator = '?';
        if (question >= 0) {
            url.append(base, question, base.length());
            separator = '&';
        }
        if (callback.query() != null) {
            url.append(separator).append(callback.query());
        }
        return url.toString();
    }

    /** A sender must not climb out of the URL's own path; a path without dot segments stays as it is. */
    private static String withoutDotSegments(String path) {
        if (!path.contains(".") && !path.toLowerCase(Locale.ROOT).contains("%2e")) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        var segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            var last = i == segments.length - 1;
            switch (segments[i].toLowerCase(Locale.ROOT).replace("%2e", ".")) {
                case "." -> addSlash(kept, last);
                case ".." -> {
                    kept.pollLast();
                    addSlash(kept, last);
                }
                default -> kept.addLast(segments[i]);
            }
        }
        return "/" + String.join("/", kept);
    }

    private static void addSlash(Deque<String> kept, boolean last) {
        if (last) {
            kept.addLast("");
        }
    }
}
