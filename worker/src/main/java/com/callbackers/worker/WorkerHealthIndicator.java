package com.callbackers.worker;

import com.callbackers.worker.routes.RouteSource;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up once callbacks are acted on, and those who wait for the worker's routes know which it has. */
final class WorkerHealthIndicator extends AbstractHealthIndicator {

    private final Shift shift;
    private final RouteSource routes;

    WorkerHealthIndicator(Shift shift, RouteSource routes) {
        this.shift = shift;
        this.routes = routes;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(shift.isUnderWay() && routes.isReported() ? "UP" : "OUT_OF_SERVICE");
    }
}
