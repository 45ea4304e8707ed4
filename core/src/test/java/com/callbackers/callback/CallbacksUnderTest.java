package com.callbackers.callback;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes callbacks for tests: a POST to /card of mingkyme unless said otherwise. */
public final class CallbacksUnderTest {

    private UUID id = CallbackId.next();
    private String method = "POST";
    private String host = "mingkyme.callbackers.com";
    private String path = "/card";
    private @Nullable String query;
    private final List<Header> headers = new ArrayList<>();
    private byte[] body = {};
    private String remoteAddress = "203.0.113.7";

    public static CallbacksUnderTest post(String path) {
        return new CallbacksUnderTest().path(path);
    }

    public CallbacksUnderTest at(Instant arrival) {
        id = CallbackId.floor(arrival);
        return this;
    }

    public CallbacksUnderTest method(String method) {
        this.method = method;
        return this;
    }

    public CallbacksUnderTest host(String host) {
        this.host = host;
        return this;
    }

    public CallbacksUnderTest path(String path) {
        this.path = path;
        return this;
    }

    public CallbacksUnderTest query(@Nullable String query) {
        this.query = query;
        return this;
    }

    public CallbacksUnderTest header(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    public CallbacksUnderTest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public CallbacksUnderTest body(byte[] bytes) {
        body = bytes;
        return this;
    }

    public CallbacksUnderTest from(String remoteAddress) {
        this.remoteAddress = remoteAddress;
        return this;
    }

    public Callback build() {
        return new Callback(
                id, method, host, path, query, headers, body, body.length, remoteAddress, Durability.JOURNAL, null);
    }
}
