package com.callbackers.bench.house;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An application of Callbackers, which can be started again as it was. */
public final class App implements AutoCloseable {

    private final House house;
    private final String name;
    private final List<String> options;
    private final String mainClass;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final URI health;
    private final URI metrics;
    private @Nullable Child child;

    App(
            House house,
            String name,
            List<String> options,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            URI health,
            URI metrics) {
        this.house = house;
        this.name = name;
        this.options = options;
        this.mainClass = mainClass;
        this.arguments = arguments;
        this.environment = environment;
        this.health = health;
        this.metrics = metrics;
    }

    /** Returns when its process is there. */
    public App start() {
        child = house.java(name, options, mainClass, arguments, environment);
        return this;
    }

    public App awaitReady() {
        house.awaitReady(process(), health);
        return this;
    }

    public Child process() {
        return Objects.requireNonNull(child);
    }

    public Scrape metrics() {
        return house.scrape(metrics);
    }

    @Override
    public void close() {
        if (child != null) {
            child.kill();
        }
    }
}
