package com.callbackers.operator;

import com.callbackers.operator.settings.SettingsReader;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** An operator in this process. */
final class RunningOperator implements AutoCloseable {

    private final Operator operator;

    private RunningOperator(Operator operator) {
        this.operator = operator;
    }

    /** @param settings below {@code callbackers.operator}, as YAML without indentation */
    static RunningOperator start(Config kubernetes, String namespace, String settings) {
        var running = begin(kubernetes, namespace, settings);
        try {
            running.operator
                    .ready()
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            return running;
        } catch (CompletionException e) {
            running.close();
            throw e;
        }
    }

    /** Without waiting until it is ready. */
    static RunningOperator begin(Config kubernetes, String namespace, String settings) {
        var alone = settings.contains("leader-election") ? "" : "leader-election: {enabled: false}\n";
        var read = SettingsReader.read("""
                callbackers:
                  operator:
                    management-port: 0
                %s
                """.formatted((alone + settings).indent(4)), namespace);
        try {
            return new RunningOperator(
                    Operator.start(read, kubernetes, InetAddress.getLoopbackAddress(), Clock.systemUTC()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Operator operator() {
        return operator;
    }

    @Override
    public void close() {
        operator.close();
    }
}
