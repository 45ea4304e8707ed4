package com.callbackers.console;

import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Login;
import com.callbackers.console.login.SessionController;
import com.callbackers.console.pages.PagesConfiguration;
import com.callbackers.console.pages.ProblemPage;
import com.callbackers.console.preview.Drafts;
import com.callbackers.console.preview.PreviewController;
import com.callbackers.console.resources.Catalog;
import com.callbackers.console.resources.KubernetesCatalog;
import com.callbackers.journal.Callbacks;
import com.callbackers.queue.WorkQueue;
import java.time.Clock;
import java.util.ArrayList;
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
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.session.WebSessionIdResolver;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parts of the console, wired. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleSettings.class)
@Import({
    JournalConfiguration.class,
    BatchController.class,
    CallbackController.class,
    DeliveryController.class,
    DestinationController.class,
    UndeliveredController.class,
    DocumentController.class,
    PreviewController.class,
    ReplayController.class,
    RouteController.class,
    SenderController.class,
    SessionController.class,
    ShareController.class,
    TrafficController.class,
    UnaccountedController.class,
    PagesConfiguration.class
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
    Tenancy tenancy(Catalog catalog) {
        return new Tenancy(catalog);
    }

    @Bean
    Drafts drafts(ConsoleSettings settings, Catalog catalog, JsonMapper mapper) {
        return new Drafts(settings.baseDomain(), catalog, mapper);
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
    WebHttpHandlerBuilderCustomizer guards(
            ConsoleSettings settings,
            ReactorResourceFactory resources,
            Clock clock,
            JsonMapper mapper,
            ProblemPage page) {
        var connector = new ReactorClientHttpConnector(resources, client -> client);
        var guards = new ArrayList<WebFilter>();
        guards.add(new BrowserGuard(settings.allowedHosts()));
        guards.addAll(Login.filters(settings.login(), settings.url(), connector, clock));
        return builder -> builder.filters(filters -> filters.addAll(0, guards))
                .exceptionHandlers(handlers -> handlers.addFirst(new Problems(mapper, page)));
    }

    @Bean
    WebSessionIdResolver sessionCookie(ConsoleSettings settings) {
        return Login.cookie(settings.url());
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
    NoLoginNotice noLoginNotice(ConsoleSettings settings, ServerProperties server) {
        return new NoLoginNotice(settings.login().isRequired(), server.getAddress());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnBooleanProperty("callbackers.console.kubernetes.enabled")
    KubernetesCatalog kubernetesCatalog(JsonMapper mapper) {
        return KubernetesCatalog.connect(mapper);
    }

    @Bean
    @Fallback
    Catalog noRoutes() {
        return new NoRoutes();
    }

    /** Where nobody supplies routes. */
    private record NoRoutes() implements Catalog {

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
