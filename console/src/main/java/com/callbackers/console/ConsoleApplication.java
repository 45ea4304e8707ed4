package com.callbackers.console;

import com.callbackers.console.resources.Catalog;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcInitializationAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The console by itself: {@code console.yaml} has its settings. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = {ErrorWebFluxAutoConfiguration.class, R2dbcInitializationAutoConfiguration.class})
@Import(ConsoleConfiguration.class)
public class ConsoleApplication {

    public static void main(String[] args) {
        builder().run(args);
    }

    /** A {@link Catalog} bean, when one is added, supplies the routes. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(ConsoleApplication.class)
                .web(WebApplicationType.REACTIVE)
                .bannerMode(Banner.Mode.OFF)
                .properties("spring.config.name=console", "spring.jmx.enabled=false");
    }
}
