package com.callbackers.worker;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up once callbacks are acted on. */
final class WorkerHealthIndicator extends AbstractHealthIndicator {

    private final Shift shift;

    WorkerHealthIndicator(Shift shift) {
        this.shift = shift;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(shift.isUnderWay() ? "UP" : "OUT_OF_SERVICE");
    }
}
