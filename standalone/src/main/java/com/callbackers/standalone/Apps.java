package com.callbackers.standalone;

import com.callbackers.console.ConsoleApplication;
import com.callbackers.edge.EdgeApplication;
import com.callbackers.embedded.EmbeddedBroker;
import com.callbackers.embedded.EmbeddedPostgres;
import com.callbackers.worker.WorkerApplication;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** The applications of Spring as they are on one machine. */
final class Apps {

    private final Ports ports;
    private final List<String> common;

    Apps(Ports ports, EmbeddedPostgres postgres, EmbeddedBroker broker) {
        this.ports = ports;
        this.common = List.of(
                "--spring.r2dbc.url=" + postgres.r2dbcUrl(),
                "--spring.r2dbc.username=" + postgres.user(),
                "--spring.r2dbc.password=" + postgres.password(),
                "--spring.rabbitmq.addresses=" + broker.uri(),
                "--spring.lifecycle.timeout-per-shutdown-phase=3s",
                "--server.address=127.0.0.1");
    }

    ConfigurableApplicationContext edge() {
        return run(
                EdgeApplication.builder(),
                "--server.port=" + ports.edge(),
                "--management.server.address=127.0.0.1",
                "--management.server.port=" + ports.edgeManagement());
    }

    /** @param pod that stands for it in the Kubernetes API */
    ConfigurableApplicationContext worker(Pod pod) {
        return run(
                WorkerApplication.builder(),
                "--management.server.port=" + ports.workerManagement(),
                "--callbackers.base-domain=localhost",
                "--callbackers.routes.source=kubernetes",
                "--callbackers.routes.kubernetes.namespace=" + pod.getMetadata().getNamespace(),
                "--callbackers.routes.kubernetes.pod-name=" + pod.getMetadata().getName(),
                "--callbackers.routes.kubernetes.pod-uid=" + pod.getMetadata().getUid(),
                "--callbackers.worker.outbound.allow=localhost,127.0.0.0/8,::1/128",
                "--callbackers.worker.drain=2s",
                "--callbackers.journal.migrate=false");
    }

    ConfigurableApplicationContext console() {
        return run(
                ConsoleApplication.builder(),
                "--callbackers.console.kubernetes.enabled=true",
                "--callbackers.console.base-domain=localhost",
                "--server.port=" + ports.console(),
                "--management.server.address=127.0.0.1",
                "--management.server.port=" + ports.consoleManagement());
    }

    private ConfigurableApplicationContext run(SpringApplicationBuilder builder, String... own) {
        return builder.registerShutdownHook(false)
                .logStartupInfo(false)
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(new OwnThreads()))
                .run(Stream.concat(common.stream(), Stream.of(own)).toArray(String[]::new));
    }

    /** Threads that applications share end with the first of them; and they need not linger for two seconds. */
    private static final class OwnThreads implements BeanPostProcessor {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            if (bean instanceof ReactorResourceFactory threads) {
                threads.setUseGlobalResources(false);
                threads.setShutdownQuietPeriod(Duration.ZERO);
                threads.setShutdownTimeout(Duration.ofSeconds(1));
            }
            return bean;
        }
    }
}
