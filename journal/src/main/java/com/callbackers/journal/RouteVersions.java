package com.callbackers.journal;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each generation of each route as it was, so that a callback can be replayed by the rules of then. Holds no secrets. */
public final class RouteVersions {

    private static final int LOOKED_UP_AT_ONCE = 1_000;

    /** Each takes a lock, and Postgres has room for some thousands. */
    private static final int NUMBERED_AT_ONCE = 250;

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

    /** A route's resource with the generation that Kubernetes gave it. */
    public record Given(String route, long generation, String resource) {}

    private record Numbered(String route, long number) {}

    /**
     * By what number each resource is known here, and kept, by route. It is the generation itself unless other rules
     * are kept under it, because the route was made anew since or the Kubernetes API restored: then it is the number
     * that the same rules have already, else the next one. All that ask get the same numbers.
     *
     * @param given each route once
     */
    public Mono<Map<String, Long>> numbers(Collection<Given> given) {
        return Flux.fromIterable(given)
                .buffer(LOOKED_UP_AT_ONCE)
                .concatMap(this::numbered)
                .collectMap(Numbered::route, Numbered::number);
    }

    /** What is kept never changes, so what is found needs no lock; after a restart that is all. */
    private Flux<Numbered> numbered(List<Given> given) {
        return kept(given).flatMapMany(kept -> Flux.fromIterable(given)
                .filter(one -> kept.contains(one.route()))
                .map(one -> new Numbered(one.route(), one.generation()))
                .concatWith(Flux.fromIterable(given)
                        .filter(one -> !kept.contains(one.route()))
                        .buffer(NUMBERED_AT_ONCE)
                        .concatMap(some ->
                                oneAtATime(some).thenMany(number(some)).as(transaction::transactional))));
    }

    private Mono<Set<String>> kept(List<Given> given) {
        return bind(given, """
                        select g.route
                        from unnest(:routes, :generations, :resources) as g(route, generation, resource)
                        join route_versions v using (route, generation, resource)
                        """)
                .mapValue(String.class)
                .all()
                .collect(HashSet::new, Set::add);
    }

    /** In one order, so that two who lock several never wait for each other. */
    private Mono<Void> oneAtATime(List<Given> given) {
        return database.sql("""
                        select pg_advisory_xact_lock(key)
                        from (
                          select distinct hashtextextended('route ' || route, 0) as key
                          from unnest(:routes) as r(route) order by key
                        ) in_order
                        """)
                .bind("routes", given.stream().map(Given::route).toArray(String[]::new))
                .then();
    }

    private Flux<Numbered> number(List<Given> given) {
        return bind(given, """
                        with numbered as (
                          select g.route, g.resource,
                            case
                              when there.resource is null or there.resource = g.resource then g.generation
                              else coalesce(
                                (select max(v.generation) from route_versions v
                                 where v.route = g.route and v.resource = g.resource),
                                (select max(v.generation) + 1 from route_versions v where v.route = g.route))
                            end as number
                          from unnest(:routes, :generations, :resources) as g(route, generation, resource)
                          left join route_versions there using (route, generation)
                        ), kept as (
                          insert into route_versions (route, generation, kept_at, resource)
                          select route, number, :now, resource from numbered
                          on conflict (route, generation) do nothing
                        )
                        select route, number from numbered
                        """)
                .bind("now", clock.instant())
                .map(row -> new Numbered(
                        CallbackRow.required(row, "route", String.class),
                        CallbackRow.required(row, "number", Long.class)))
                .all();
    }

    private GenericExecuteSpec bind(List<Given> given, String sql) {
        return database.sql(sql)
                .bind("routes", given.stream().map(Given::route).toArray(String[]::new))
                .bind("generations", given.stream().map(Given::generation).toArray(Long[]::new))
                .bind("resources", given.stream().map(Given::resource).toArray(String[]::new));
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
