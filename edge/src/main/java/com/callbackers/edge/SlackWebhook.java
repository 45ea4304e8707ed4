package com.callbackers.edge;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.regex.Pattern;

/** The address of a Slack incoming webhook, at a tenant's host: a system that posts there only has its host changed. */
final class SlackWebhook {

    private static final Pattern PATH = Pattern.compile("/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]+(\\?.*)?");

    private SlackWebhook() {}

    static boolean isPostedTo(HttpRequest request) {
        return request.method().equals(HttpMethod.POST)
                && request.uri().startsWith("/services/")
                && PATH.matcher(request.uri()).matches();
    }
}
