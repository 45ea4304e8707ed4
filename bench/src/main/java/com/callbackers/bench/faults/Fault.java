package com.callbackers.bench.faults;

import com.callbackers.bench.house.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Something that breaks and is mended.
 *
 * @param shortForm whether it belongs to the short form too
 */
record Fault(String name, boolean shortForm, Consumer<Stage> breaks, Consumer<Stage> mends) {

    /** Both at once. */
    private Fault and(Fault other) {
        return new Fault(name + " + " + other.name, false, breaks.andThen(other.breaks), mends.andThen(other.mends));
    }

    private Fault inShortForm() {
        return new Fault(name, true, breaks, mends);
    }

    static final Fault NONE = new Fault("none", true, stage -> {}, stage -> {});

    private static final Fault EDGE_KILLED =
            new Fault("edge killed", true, stage -> stage.edge().process().kill(), stage -> stage.edge()
                    .start()
                    .awaitReady());
    private static final Fault EDGE_FROZEN =
            new Fault("edge frozen", false, stage -> stage.edge().process().freeze(), stage -> stage.edge()
                    .process()
                    .thaw());
    private static final Fault EDGE_RESTARTED = new Fault(
            "edge restarted (SIGTERM)", false, stage -> stage.edge().process().terminate(), stage -> stage.edge()
                    .start()
                    .awaitReady());
    private static final Fault WORKER_KILLED =
            new Fault("worker killed", true, stage -> stage.worker().process().kill(), stage -> stage.worker()
                    .start()
                    .awaitReady());
    private static final Fault WORKER_FROZEN =
            new Fault("worker frozen", false, stage -> stage.worker().process().freeze(), stage -> stage.worker()
                    .process()
                    .thaw());
    private static final Fault WORKER_RESTARTED = new Fault(
            "worker restarted (SIGTERM)",
            false,
            stage -> stage.worker().process().terminate(),
            stage -> stage.worker().start().awaitReady());
    private static final Fault POSTGRES_KILLED = new Fault(
            "Postgres killed", true, stage -> stage.postgres().process().kill(), stage -> stage.postgres()
                    .start());
    private static final Fault POSTGRES_FROZEN = new Fault(
            "Postgres frozen", true, stage -> stage.postgres().process().freeze(), stage -> stage.postgres()
                    .process()
                    .thaw());
    private static final Fault POSTGRES_READ_ONLY =
            new Fault("Postgres read-only", true, stage -> stage.postgres().setReadOnly(true), stage -> stage.postgres()
                    .setReadOnly(false));
    private static final Fault POSTGRES_FULL =
            new Fault("Postgres' disk full", false, stage -> stage.postgres().setFull(true), stage -> stage.postgres()
                    .setFull(false));
    private static final Fault RABBIT_KILLED =
            new Fault("RabbitMQ killed", true, stage -> stage.rabbit().process().kill(), stage -> stage.rabbit()
                    .start());
    private static final Fault RABBIT_FROZEN = new Fault(
            "RabbitMQ frozen", false, stage -> stage.rabbit().process().freeze(), stage -> stage.rabbit()
                    .process()
                    .thaw());
    private static final Fault RABBIT_FULL =
            new Fault("RabbitMQ's disk full", false, stage -> stage.rabbit().setFull(true), stage -> stage.rabbit()
                    .setFull(false));
    private static final Fault EDGE_CUT_FROM_POSTGRES = new Fault(
            "edge cut from Postgres (silent)",
            true,
            stage -> stage.edgeToPostgres().silence(),
            stage -> stage.edgeToPostgres().repair());
    private static final Fault EDGE_CUT_FROM_RABBIT = new Fault(
            "edge cut from RabbitMQ (silent)",
            false,
            stage -> stage.edgeToRabbit().silence(),
            stage -> stage.edgeToRabbit().repair());
    private static final Fault EDGE_CUT_FROM_BOTH = new Fault(
            "edge cut from both (reset)",
            false,
            stage -> {
                stage.edgeToPostgres().cut();
                stage.edgeToRabbit().cut();
            },
            stage -> {
                stage.edgeToPostgres().repair();
                stage.edgeToRabbit().repair();
            });
    private static final Fault WORKER_CUT_FROM_POSTGRES = new Fault(
            "worker cut from Postgres (silent)",
            false,
            stage -> stage.workerToPostgres().silence(),
            stage -> stage.workerToPostgres().repair());
    private static final Fault WORKER_CUT_FROM_RABBIT = new Fault(
            "worker cut from RabbitMQ (reset)",
            false,
            stage -> stage.workerToRabbit().cut(),
            stage -> stage.workerToRabbit().repair());
    private static final Fault ALL_RESET =
            new Fault("all connections reset", false, stage -> wires(stage).forEach(wire -> wire.reset()), stage -> {});
    private static final Fault ALL_SLOW = new Fault(
            "all wires slow (200 ms)", false, stage -> wires(stage).forEach(wire -> wire.slowDown(200)), stage -> wires(
                            stage)
                    .forEach(wire -> wire.repair()));
    private static final Fault NAMES_FAIL = new Fault(
            "no names, all connections reset",
            false,
            stage -> {
                stage.names().setKnown(false);
                wires(stage).forEach(wire -> wire.reset());
            },
            stage -> stage.names().setKnown(true));
    private static final Fault RECEIVER_FAILS =
            new Fault("receiver answers 500", false, stage -> stage.receiver().fail(true), stage -> stage.receiver()
                    .fail(false));

    private static Set<Wire> wires(Stage stage) {
        return Set.of(stage.edgeToPostgres(), stage.edgeToRabbit(), stage.workerToPostgres(), stage.workerToRabbit());
    }

    /** Whether it takes a disk of Postgres' own. */
    boolean fillsADisk() {
        return equals(POSTGRES_FULL);
    }

    /** In the order in which they happen. */
    static List<Fault> schedule(boolean isShort) {
        var all = new ArrayList<>(List.of(
                NONE,
                EDGE_KILLED,
                EDGE_FROZEN,
                EDGE_RESTARTED,
                WORKER_KILLED,
                WORKER_FROZEN,
                WORKER_RESTARTED,
                POSTGRES_KILLED,
                POSTGRES_FROZEN,
                POSTGRES_READ_ONLY,
                POSTGRES_FULL,
                RABBIT_KILLED,
                RABBIT_FROZEN,
                RABBIT_FULL,
                EDGE_CUT_FROM_POSTGRES,
                EDGE_CUT_FROM_RABBIT,
                EDGE_CUT_FROM_BOTH,
                WORKER_CUT_FROM_POSTGRES,
                WORKER_CUT_FROM_RABBIT,
                ALL_RESET,
                NAMES_FAIL,
                ALL_SLOW,
                RECEIVER_FAILS,
                POSTGRES_KILLED.and(RABBIT_KILLED).inShortForm(),
                POSTGRES_FROZEN.and(RABBIT_KILLED),
                POSTGRES_KILLED.and(WORKER_KILLED),
                RABBIT_KILLED.and(EDGE_KILLED),
                EDGE_KILLED.and(WORKER_KILLED).inShortForm(),
                POSTGRES_READ_ONLY.and(WORKER_KILLED),
                EDGE_CUT_FROM_POSTGRES.and(RABBIT_FULL)));
        all.removeIf(fault -> isShort && !fault.shortForm());
        return all;
    }
}
