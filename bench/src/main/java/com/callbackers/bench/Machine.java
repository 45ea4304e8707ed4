package com.callbackers.bench;

import com.callbackers.bench.house.Postgres;
import com.callbackers.bench.house.Rabbit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were measured on. */
public final class Machine {

    private Machine() {}

    public static Map<String, Object> describe() {
        var machine = new LinkedHashMap<String, Object>();
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("postgres", Postgres.version());
        machine.put("rabbitmq", Rabbit.version().orElse("not installed"));
        return machine;
    }
}
