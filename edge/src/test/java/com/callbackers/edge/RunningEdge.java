package com.callbackers.edge;

import com.callbackers.journal.Database;
import com.callbackers.queue.Broker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application on free ports. */
final class RunningEdge implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningEdge(Map<String, String> settings) {
        context = EdgeApplication.builder()
                .run(settings.entrySet().stream()
                        .map(e -> "--" + e.getKey() + "=" + e.getValue())
                        .toArray(String[]::new));
    }

    static RunningEdge start(Database database, Broker broker, String... more) {
        Map<String, String> settings = new HashMap<>(broker.properties());
        settings.put("server.port", "0");
        settings.put("server.address", "127.0.0.1");
        settings.put("management.server.port", "0");
        settings.put("spring.r2dbc.url", database.r2dbcUrl());
        settings.put("spring.r2dbc.username", database.user());
        settings.put("spring.r2dbc.password", database.password());
        settings.put("callbackers.edge.queue-type", "classic");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new RunningEdge(settings);
    }

    RawSender sender() {
        return new RawSender(port("local.server.port"));
    }

    /** From the management port. */
    HttpResponse<String> manage(String path) {
        URI uri = URI.create("http://127.0.0.1:" + port("local.management.port") + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    private int port(String property) {
        return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }
}
