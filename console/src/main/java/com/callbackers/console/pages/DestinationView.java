package com.callbackers.console.pages;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A destination as a page shows it. */
record DestinationView(JsonNode resource) {

    /** As the contract has it where nothing is given. */
    private static final int CONCURRENCY = 10;

    public String namespace() {
        return resource.path("metadata").path("namespace").asString();
    }

    public String name() {
        return resource.path("metadata").path("name").asString();
    }

    public String fullName() {
        return namespace() + "/" + name();
    }

    public String type() {
        return spec().path("type").asString();
    }

    /** The URL, or which secret holds it. */
    public String where() {
        var secret = spec().path("slack").path("webhookUrlSecretRef");
        return secret.isMissingNode()
                ? spec().path("http").path("url").asString()
                : "secret %s/%s"
                        .formatted(
                                secret.path("name").asString(),
                                secret.path("key").asString());
    }

    public boolean suspended() {
        return spec().path("suspend").booleanValue(false);
    }

    /** Requests a second; empty where there is no limit. */
    public String perSecond() {
        return Optional.of(spec().path("rate").path("perSecond"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asString)
                .orElse(type().equals("Slack") ? "1" : "");
    }

    public int concurrency() {
        return spec().path("concurrency").asInt(CONCURRENCY);
    }

    public List<JsonNode> conditions() {
        return resource.path("status").path("conditions").valueStream().toList();
    }

    private JsonNode spec() {
        return resource.path("spec");
    }
}
