package com.callbackers.journal;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.util.Optional;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Each generation of each route as it was, so that a callback can be replayed by the rules of then. Holds no secrets. */
public final class RouteVersions {

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Clock clock;

    public RouteVersions(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections));
        this.clock = clock;
    }

    /** Keeps the resource of a generation; the first one written stays. */
    public Mono<Void> remember(String route, long generation, String resource) {
        return database.sql("""
                        insert into route_versions (route, generation, kept_at, resource)
                        values (:route, :generation, :now, :resource)
                        on conflict (route, generation) do nothing
                        """)
                .bind("route", route)
                .bind("generation", generation)
                .bind("now", clock.instant())
                .bind("resource", resource)
                .then();
    }

    /** For rules that come without a generation: the latest one when its resource is the same, else a new one, kept. */
    public Mono<Long> generation(String route, String resource) {
        return oneAtATime(route).then(next(route, resource)).as(transaction::transactional);
    }

    /** In a statement before, so that the next one sees what the others have written. */
    private Mono<Void> oneAtATime(String route) {
        return database.sql("select pg_advisory_xact_lock(hashtextextended('route ' || :route, 0))")
                .bind("route", route)
                .then();
    }

    private Mono<Long> next(String route, String resource) {
        return database.sql("""
                        with latest as (
                          select generation, resource from route_versions
                          where route = :route order by generation desc limit 1
                        ), kept as (
                          insert into route_versions (route, generation, kept_at, resource)
                          select :route, coalesce((select generation from latest), 0) + 1, :now, :resource
                          where not exists (select from latest where resource = :resource)
                          returning generation
                        )
                        select generation from kept union all select generation from latest
                        order by generation desc limit 1
                        """)
                .bind("route", route)
                .bind("now", clock.instant())
                .bind("resource", resource)
                .mapValue(Long.class)
                .one();
    }

    public Mono<Optional<String>> find(String route, long generation) {
        return database.sql("select resource from route_versions where route = :route and generation = :generation")
                .bind("route", route)
                .bind("generation", generation)
                .mapValue(String.class)
                .one()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }
}
