package com.callbackers.worker.batch;

import io.r2dbc.spi.R2dbcException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes many together, and one by one when the database refuses one among them, so that only that one is left out. */
public final class BatchWrite {

    private BatchWrite() {}

    /** @param refused told of each that the database does not take, alone as it stands */
    public static <T, R> Mono<List<R>> write(
            List<T> batch, Function<List<T>, Mono<List<R>>> write, Consumer<T> refused) {
        return write.apply(batch).onErrorResume(BatchWrite::isForTheData, error -> {
            if (batch.size() == 1) {
                refused.accept(batch.get(0));
                return Mono.just(List.of());
            }
            return Flux.fromIterable(batch)
                    .concatMap(one -> write(List.of(one), write, refused))
                    .collect(ArrayList::new, List::addAll);
        });
    }

    /** Classes 22 and 23 of SQLSTATE: values that do not fit, constraints that are broken. */
    private static boolean isForTheData(Throwable error) {
        for (var cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException refusal && refusal.getSqlState() != null) {
                return refusal.getSqlState().startsWith("22")
                        || refusal.getSqlState().startsWith("23");
            }
        }
        return false;
    }
}
