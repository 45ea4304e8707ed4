package com.callbackers.worker.routes;

import com.callbackers.journal.RouteVersions;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;

/** Keeps the routes as they are written somewhere. */
public sealed interface RouteSource extends AutoCloseable permits RouteFolder, RouteSecrets {

    static RouteSource of(RouteSettings settings, Routes routes, RouteVersions versions, MeterRegistry meters) {
        return switch (settings.routes().source()) {
            case FOLDER -> new RouteFolder(settings, routes, versions);
            case KUBERNETES -> new RouteSecrets(settings, routes, versions, meters);
        };
    }

    /** Routes are read and kept up from now on; does not wait for them. */
    void start() throws IOException;

    /** Whether what is at work was told to those who wait for it. */
    boolean isReported();

    @Override
    void close() throws IOException;
}
