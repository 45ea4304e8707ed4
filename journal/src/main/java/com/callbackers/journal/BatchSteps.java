package com.callbackers.journal;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Does what batches have planned, as its time comes. */
public final class BatchSteps {

    private final DatabaseClient database;
    private final Clock clock;

    public BatchSteps(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    private record Retried(UUID delivery, UUID callback) {}

    /** Makes deliveries due; announce them. What was delivered or cancelled meanwhile, or is in hand, is left. */
    public Mono<List<UUID>> retries(int limit) {
        return Mono.defer(() -> database.sql("""
                        with due as (
                          select i.batch, i.number, i.item, i.state
                          from batch_items i join batches b on b.id = i.batch
                          where i.due_at <= :now and b.kind = 'retry'
                          order by i.due_at limit %d for update of i skip locked
                        ), done as (
                          update batch_items i set due_at = null
                          from due where i.batch = due.batch and i.number = due.number
                        )
                        update deliveries d
                        set state = case when d.state = 'pending' then d.state else 'retrying' end, reason = null, lease = null,
                          next_attempt_at = :now, due_at = :now
                        from due
                        where d.id = due.item and (d.lease is null or d.due_at <= :now) and d.state <> 'delivered'
                          and (d.state <> 'cancelled' or due.state = 'cancelled')
                        returning d.id, d.callback_id
                        """.formatted(limit))
                .bind("now", clock.instant())
                .map(row -> new Retried(
                        CallbackRow.required(row, "id", UUID.class),
                        CallbackRow.required(row, "callback_id", UUID.class)))
                .all()
                .collectList()
                .flatMap(retried -> Changes.tell(
                                database,
                                retried.stream().map(Retried::callback).toList())
                        .thenReturn(retried.stream().map(Retried::delivery).toList())));
    }

    /**
     * Lets callbacks arrive once more; announce them. One whose body was over the limit, or that is not kept any more, is
     * left. Each has a millisecond of its own, so that what belongs to it is found by its id.
     */
    public Mono<List<UUID>> replays(int limit) {
        return Mono.defer(() -> {
            var now = clock.instant();
            return database.sql("""
                            with picked as (
                              select i.batch, i.number, i.item, i.action, b.replay
                              from batch_items i join batches b on b.id = i.batch
                              where i.due_at <= :now and b.kind = 'replay'
                              order by i.due_at limit %d for update of i skip locked
                            ), due as materialized (
                              select picked.*, make_id(:millis - row_number() over (order by batch, number desc)) as made from picked
                            ), done as (
                              update batch_items i set due_at = null
                              from due where i.batch = due.batch and i.number = due.number
                            )
                            insert into callbacks (id, due_at, size, state, queued, method, host, path, query, remote_address,
                              headers, body, replay)
                            select due.made, :now, c.size, 'received', false, c.method, c.host, c.path, c.query, c.remote_address,
                              c.headers, c.body, (due.replay::jsonb || jsonb_build_object('of', c.id, 'sender', c.sender)
                                || case when due.action is null then '{}'
                                     else jsonb_build_object('actions', jsonb_build_array(due.action)) end)::json
                            from due join callbacks c on c.id = due.item
                            where c.size is null
                            returning id
                            """.formatted(limit))
                    .bind("now", now)
                    .bind("millis", now.toEpochMilli())
                    .mapValue(UUID.class)
                    .all()
                    .collectList()
                    .flatMap(made -> Changes.tell(database, made).thenReturn(made));
        });
    }
}
