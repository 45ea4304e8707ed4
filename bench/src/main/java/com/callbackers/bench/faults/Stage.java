package com.callbackers.bench.faults;

import com.callbackers.bench.house.App;
import com.callbackers.bench.house.Apps;
import com.callbackers.bench.house.House;
import com.callbackers.bench.house.Names;
import com.callbackers.bench.house.Postgres;
import com.callbackers.bench.house.Rabbit;
import com.callbackers.bench.house.Wire;
import com.callbackers.bench.load.Receiver;
import java.io.IOException;
import java.nio.file.Files;

/** One of each, as processes of their own, and the wires between them. */
record Stage(
        Names names,
        Postgres postgres,
        Rabbit rabbit,
        App edge,
        int edgePort,
        App worker,
        Receiver receiver,
        Wire edgeToPostgres,
        Wire edgeToRabbit,
        Wire workerToPostgres,
        Wire workerToRabbit) {

    private static final String POSTGRES = "postgres.bench";
    private static final String RABBIT = "rabbit.bench";

    /**
     * Everything runs, and the worker acts.
     *
     * @param withSmallDisk Postgres can be full
     */
    static Stage set(House house, boolean withSmallDisk) throws IOException {
        var postgres = withSmallDisk ? house.postgresOnSmallDisk() : house.postgres();
        var rabbit = house.rabbit();
        var receiver = house.add(new Receiver());
        var edgeToPostgres = house.add(Wire.to(postgres.port()));
        var edgeToRabbit = house.add(Wire.to(rabbit.port()));
        var workerToPostgres = house.add(Wire.to(postgres.port()));
        var workerToRabbit = house.add(Wire.to(rabbit.port()));
        var names = house.names(POSTGRES, RABBIT);
        var routes = Files.createDirectories(house.folder().resolve("routes"));
        Files.writeString(routes.resolve("ledger.yaml"), """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: ledger, namespace: ledger}
                spec:
                  rules:
                  - name: all
                    actions:
                    - name: receiver
                      type: Forward
                      forward: {url: "http://127.0.0.1:%d/"}
                      retry: {timeout: 5s, schedule: [1s, 2s, 5s, 5s, 10s, 10s, 30s, 30s, 60s, 60s]}
                """.formatted(receiver.port()));
        var worker = new Apps(house, names, POSTGRES, workerToPostgres.port(), RABBIT, workerToRabbit.port())
                .worker(
                        "worker",
                        routes,
                        "--callbackers.base-domain=localhost",
                        "--callbackers.worker.lease=15s",
                        "--callbackers.worker.announce-again=10s")
                .start()
                .awaitReady();
        var edge = new Apps(house, names, POSTGRES, edgeToPostgres.port(), RABBIT, edgeToRabbit.port()).edge("edge");
        edge.app().start().awaitReady();
        return new Stage(
                names,
                postgres,
                rabbit,
                edge.app(),
                edge.port(),
                worker,
                receiver,
                edgeToPostgres,
                edgeToRabbit,
                workerToPostgres,
                workerToRabbit);
    }
}
