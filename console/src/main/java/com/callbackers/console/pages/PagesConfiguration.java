package com.callbackers.console.pages;

import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.CacheControl;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.ViewResolverRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.thymeleaf.spring6.SpringWebFluxTemplateEngine;
import org.thymeleaf.spring6.view.reactive.ThymeleafReactiveViewResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** The pages, wired by hand: auto-configuration would reach every application of a process. */
@Configuration(proxyBeanMethods = false)
@Import({
    BatchesPage.class,
    CallbacksPage.class,
    CallbackPage.class,
    UndeliveredPage.class,
    DestinationsPage.class,
    NeverCamePage.class,
    SharedPage.class,
    SendersPage.class,
    RoutesPage.class,
    EditorPage.class
})
public class PagesConfiguration {

    private static final String HERE = "com/callbackers/console/pages/";
    /** All of the versions that the build has. */
    private static final String HTMX = "classpath:/META-INF/resources/webjars/htmx.org/2.0.4/dist/";

    private static final String CODEMIRROR = "classpath:/META-INF/resources/webjars/codemirror/5.65.18/";

    private static final String YAML = "classpath:/META-INF/resources/_static/yaml/2.8.0/";

    /** Kept, and asked for again each time: a new console's pages need its own files. */
    private static final CacheControl REVALIDATED = CacheControl.noCache();

    @Bean
    SpringWebFluxTemplateEngine templates() {
        var resolver = new ClassLoaderTemplateResolver(PagesConfiguration.class.getClassLoader());
        resolver.setPrefix(HERE);
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        var engine = new SpringWebFluxTemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setTemplateEngineMessageSource(messages());
        engine.setEnableSpringELCompiler(true);
        return engine;
    }

    private static ResourceBundleMessageSource messages() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename(HERE + "messages");
        messages.setDefaultEncoding(StandardCharsets.UTF_8.name());
        // who reads neither language gets the one of the file without a name, whatever this machine speaks
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    @Bean
    ProblemPage problemPage(SpringWebFluxTemplateEngine templates) {
        return new ProblemPage(templates);
    }

    @Bean
    ThymeleafReactiveViewResolver views(SpringWebFluxTemplateEngine templates) {
        var views = new ThymeleafReactiveViewResolver();
        views.setTemplateEngine(templates);
        views.setDefaultCharset(StandardCharsets.UTF_8);
        return views;
    }

    @Bean
    WebFluxConfigurer pages(ThymeleafReactiveViewResolver views) {
        return new WebFluxConfigurer() {

            @Override
            public void configureViewResolvers(ViewResolverRegistry registry) {
                registry.viewResolver(views);
            }

            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                registry.addResourceHandler("/assets/htmx/**")
                        .addResourceLocations(HTMX)
                        .setCacheControl(REVALIDATED);
                registry.addResourceHandler("/assets/codemirror/**")
                        .addResourceLocations(CODEMIRROR)
                        .setCacheControl(REVALIDATED);
                registry.addResourceHandler("/assets/yaml/**")
                        .addResourceLocations(YAML)
                        .setCacheControl(REVALIDATED);
                registry.addResourceHandler("/assets/**")
                        .addResourceLocations("classpath:/" + HERE + "assets/")
                        .setCacheControl(REVALIDATED);
            }
        };
    }
}
