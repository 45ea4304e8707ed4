package com.callbackers.journal;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Connections that note what is sent over them: statements, and where transactions begin. */
final class Statements {

    private final ConnectionFactory connections;
    private final List<String> sent = new CopyOnWriteArrayList<>();

    Statements(ConnectionFactory connections) {
        this.connections = connections;
    }

    List<String> sent() {
        return sent;
    }

    ConnectionFactory connectionFactory() {
        return proxy(
                ConnectionFactory.class,
                (self, method, arguments) -> method.getName().equals("create")
                        ? Mono.from(connections.create()).map(this::noting)
                        : method.invoke(connections, arguments));
    }

    private Connection noting(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            switch (method.getName()) {
                case "createStatement" -> sent.add(arguments[0].toString().strip());
                case "beginTransaction" -> sent.add("begin");
                default -> {}
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
