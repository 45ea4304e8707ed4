package com.callbackers.console;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.callback.Replay;
import com.callbackers.callback.Replay.Rules;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A callback that nobody sent, to see what a destination answers. */
final class Trial {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Trial() {}

    /**
     * @param host of a route of the destination's namespace
     * @param asker who wants to see it
     */
    static Callback of(JsonNode destination, String host, @Nullable InetSocketAddress asker) {
        var name = destination.path("metadata").path("name").asString();
        var text = "A test of the destination %s, sent from the console of Callbackers.".formatted(name);
        var body = JSON.writeValueAsString(
                        JSON.createObjectNode().put("test", true).put("text", text))
                .getBytes(StandardCharsets.UTF_8);
        return new Callback(
                CallbackId.next(),
                "POST",
                host,
                "/",
                null,
                List.of(
                        new Header("Host", host),
                        new Header("Content-Type", "application/json"),
                        new Header("Content-Length", Integer.toString(body.length))),
                body,
                body.length,
                Optional.ofNullable(asker)
                        .map(InetSocketAddress::getAddress)
                        .map(address -> address.getHostAddress())
                        .orElse("127.0.0.1"),
                Durability.JOURNAL,
                new Replay(null, Rules.NOW, List.of(), List.of(action(destination, name, text)), null));
    }

    private static String action(JsonNode destination, String name, String text) {
        var action = JSON.createObjectNode().put("name", "test");
        action.putObject("destinationRef").put("name", name);
        if ("Slack".equals(destination.path("spec").path("type").asString())) {
            action.put("type", "Slack").putObject("slack").put("text", text);
        } else {
            action.put("type", "Forward").putObject("forward").put("pathMode", "Replace");
        }
        return action.toString();
    }
}
