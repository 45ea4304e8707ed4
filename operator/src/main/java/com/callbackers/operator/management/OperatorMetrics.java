package com.callbackers.operator.management;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the operator counts. Nothing is counted by resource: tenants must not be able to make metrics. */
public final class OperatorMetrics implements Metrics, AutoCloseable {

    private static final List<String> REASONS = List.of(
            "Ready",
            "Pending",
            "InvalidExpression",
            "InvalidSpec",
            "HostConflict",
            "HostNotPermitted",
            "SecretNotFound",
            "SecretKeyNotFound",
            "DestinationNotFound",
            "RefNotPermitted");

    private final MeterRegistry registry;
    private final Timer programmed;
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    public OperatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        programmed = Timer.builder("callbackers.operator.programmed")
                .description("From a compiled route being written to every ready worker holding it")
                .serviceLevelObjectives(
                        Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(10))
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        garbage.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** @param count of the routes whose Ready condition has a reason */
    public void countRoutes(ToDoubleFunction<String> count) {
        REASONS.forEach(reason -> gauge(
                "callbackers.operator.routes",
                "Routes by the reason of their Ready condition",
                "reason",
                reason,
                () -> count.applyAsDouble(reason)));
    }

    public void countWorkers(Supplier<Number> ready) {
        Gauge.builder("callbackers.operator.workers.ready", ready)
                .description("Workers that are ready")
                .register(registry);
    }

    public void countPending(Supplier<Number> pending) {
        Gauge.builder("callbackers.operator.routes.pending", pending)
                .description("Compiled routes that not every ready worker holds")
                .register(registry);
    }

    public void leading(Supplier<Number> leading) {
        Gauge.builder("callbackers.operator.leading", leading)
                .description("1 for the operator that reconciles")
                .register(registry);
    }

    private void gauge(String name, String description, String tag, String value, Supplier<Number> number) {
        Gauge.builder(name, number).description(description).tag(tag, value).register(registry);
    }

    public void programmed(Duration took) {
        programmed.record(took);
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        var sample = Timer.start(registry);
        var outcome = "failure";
        try {
            var result = execution.execute();
            outcome = "success";
            return result;
        } finally {
            sample.stop(Timer.builder("callbackers.operator.reconciliations")
                    .description("Reconciliations")
                    .tag("controller", execution.controllerName())
                    .tag("outcome", outcome)
                    .register(registry));
        }
    }

    @Override
    public void failedReconciliation(HasMetadata resource, Exception exception, Map<String, Object> metadata) {
        var kind = metadata.get(Constants.RESOURCE_GVK_KEY) instanceof GroupVersionKind of ? of.getKind() : "unknown";
        registry.counter("callbackers.operator.retries", "kind", kind).increment();
    }

    @Override
    public void close() {
        garbage.close();
    }
}
