package com.callbackers.bench;

import com.callbackers.bench.house.Postgres;
import com.callbackers.bench.house.Rabbit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were measured on. */
public final class Machine {

    private static final String NONE = "not installed";

    private Machine() {}

    public static Map<String, Object> describe() {
        var machine = new LinkedHashMap<String, Object>();
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("postgres", Postgres.version().orElse(NONE));
        machine.put(
                "postgresMemory",
                Postgres.memoryMiB().map(size -> size + " MiB").orElse("all there is"));
        machine.put("rabbitmq", Rabbit.version().orElse(NONE));
        return machine;
    }
}
