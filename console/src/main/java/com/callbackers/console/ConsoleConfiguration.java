package com.callbackers.console;

import com.callbackers.journal.Callbacks;
import com.callbackers.queue.WorkQueue;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parts of the console, wired. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleSettings.class)
@Import({
    JournalConfiguration.class,
    CallbackController.class,
    DeliveryController.class,
    UndeliveredController.class,
    DocumentController.class,
    ReplayController.class,
    RouteController.class,
    SenderController.class
})
class ConsoleConfiguration {

    private static final int REST_OF_A_REPLAY = 256 * 1024;

    @Bean
    CallbackJson callbackJson(JsonMapper mapper) {
        return new CallbackJson(mapper);
    }

    @Bean
    CallbackStream callbackStream(Callbacks callbacks, CallbackJson json) {
        return new CallbackStream(callbacks, json);
    }

    @Bean
    Announcer announcer(WorkQueue queue) {
        return new Announcer(queue);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Not as beans of their own, which the management port would take up as well: probes come by address. */
    @Bean
    WebHttpHandlerBuilderCustomizer guards(ConsoleSettings settings, JsonMapper mapper) {
        return builder -> builder.filters(filters -> filters.addFirst(new BrowserGuard(settings.allowedHosts())))
                .exceptionHandlers(handlers -> handlers.addFirst(new Problems(mapper)));
    }

    /** Room for a body in base64, or with some of its characters escaped. */
    @Bean
    CodecCustomizer bodiesOfReplays(ConsoleSettings settings) {
        var bytes = Math.toIntExact(2 * settings.maxBody().toBytes() + REST_OF_A_REPLAY);
        return configurer -> configurer.defaultCodecs().maxInMemorySize(bytes);
    }

    /** Threads of its own: the common ones end for every application of a process when the first one of them closes. */
    @Bean
    ReactorResourceFactory reactorResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResourcesSupplier(() -> LoopResources.create("console"));
        return resources;
    }

    @Bean
    NoLoginNotice noLoginNotice(ServerProperties server) {
        return new NoLoginNotice(server);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnBooleanProperty("callbackers.console.kubernetes.enabled")
    KubernetesRoutes kubernetesRoutes(JsonMapper mapper) {
        return KubernetesRoutes.connect(mapper);
    }

    @Bean
    @Fallback
    RouteCatalog noRoutes() {
        return new NoRoutes();
    }

    /** Where nobody supplies routes. */
    private record NoRoutes() implements RouteCatalog {

        @Override
        public List<JsonNode> routes() {
            return List.of();
        }

        @Override
        public Optional<JsonNode> route(String namespace, String name) {
            return Optional.empty();
        }
    }
}
