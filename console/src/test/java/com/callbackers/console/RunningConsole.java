package com.callbackers.console;

import com.callbackers.console.resources.Catalog;
import com.callbackers.console.resources.ResourceStore;
import com.callbackers.console.resources.Saved;
import com.callbackers.journal.Database;
import com.callbackers.queue.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A console on a free port. */
final class RunningConsole implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningConsole(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static RunningConsole start(Database database, Broker broker, Catalog catalog, String... more) {
        var settings = new ArrayList<>(List.of(
                "server.port=0",
                "management.server.port=0",
                "spring.r2dbc.url=" + database.r2dbcUrl(),
                "spring.r2dbc.username=" + database.user(),
                "spring.r2dbc.password=" + database.password(),
                "callbackers.console.queue-type=classic"));
        broker.properties().forEach((name, value) -> settings.add(name + "=" + value));
        settings.addAll(List.of(more));
        return start(
                ConsoleApplication.builder().initializers(starting -> {
                    var beans = (GenericApplicationContext) starting;
                    beans.registerBean(Catalog.class, () -> catalog);
                    beans.registerBean(ResourceStore.class, Echo::new);
                }),
                settings.toArray(String[]::new));
    }

    static RunningConsole start(String... settings) {
        return start(ConsoleApplication.builder(), settings);
    }

    private static RunningConsole start(SpringApplicationBuilder builder, String... settings) {
        return new RunningConsole(
                builder.run(Stream.of(settings).map(setting -> "--" + setting).toArray(String[]::new)));
    }

    /** Takes whatever it is given. */
    private static final class Echo implements ResourceStore {

        @Override
        public Saved save(JsonNode route) {
            return new Saved.Done(route, false);
        }

        @Override
        public Saved suspend(String namespace, String destination, boolean suspended) {
            var saved = JsonMapper.shared()
                    .createObjectNode()
                    .put("apiVersion", "callbackers.com/v1alpha1")
                    .put("kind", "CallbackDestination");
            saved.putObject("metadata").put("namespace", namespace).put("name", destination);
            saved.putObject("spec").put("suspend", suspended);
            return new Saved.Done(saved, false);
        }
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
