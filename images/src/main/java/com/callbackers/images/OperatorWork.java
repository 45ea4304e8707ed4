package com.callbackers.images;

import com.callbackers.resources.CustomResourceDefinitions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The examples as they are, and again and again with other names. */
final class OperatorWork implements Work {

    private static final int TIMES = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String NAME = "name: company-card,";

    private final Kube kube = Kube.start();
    private final Path kubeconfig;
    private final Path settings;
    private final String example;
    private final int management = Http.freePort();

    OperatorWork(Path folder, Path examples) throws IOException {
        kubeconfig = kube.kubeconfig(folder);
        settings = Files.writeString(folder.resolve("operator.yaml"), """
                callbackers:
                  base-domain: localhost
                  operator: {namespace: %s, management-port: %d}
                """.formatted(Kube.NAMESPACE, management));
        example = Files.readString(examples.resolve("company-card.yaml"));
        CustomResourceDefinitions.yaml().forEach(kube::apply);
        kube.namespace("mingkyme");
    }

    @Override
    public Map<String, String> variables() {
        return Map.of("KUBECONFIG", kubeconfig.toString(), "CALLBACKERS_CONFIG", settings.toString());
    }

    @Override
    public URI readiness() {
        return Http.local(management, "/readyz");
    }

    @Override
    public void give() throws InterruptedException {
        for (var time = 0; time < TIMES; time++) {
            kube.apply(example.replace(NAME, "name: company-card-" + time + ",")
                    .replace("hosts: [mingkyme]", "hosts: [mingkyme-" + time + "]"));
        }
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (kube.compiledRoutes() < TIMES) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(kube.compiledRoutes() + " of " + TIMES + " routes were compiled");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() {
        kube.close();
    }
}
