package com.callbackers.images;

import com.callbackers.resources.CustomResourceDefinitions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Looks at pages and asks the API, with the example of the company card to be shown. */
final class ConsoleWork implements Work {

    private static final int TIMES = 30;
    private static final String ROUTE = "/routes/mingkyme/company-card";
    private static final List<String> LOOKED_AT = List.of(
            "/",
            "/callbacks",
            "/undelivered",
            "/senders",
            "/routes",
            ROUTE,
            "/destinations",
            "/api/callbacks",
            "/api/deliveries",
            "/api/senders",
            "/api/routes");

    private final Kube kube = Kube.start();
    private final Path kubeconfig;
    private final int port = Http.freePort();

    ConsoleWork(Path folder, Path examples) throws IOException {
        kubeconfig = kube.kubeconfig(folder);
        CustomResourceDefinitions.yaml().forEach(kube::apply);
        kube.namespace("mingkyme");
        kube.apply(Files.readString(examples.resolve("company-card.yaml")));
    }

    @Override
    public Map<String, String> variables() {
        return Map.of(
                "SERVER_ADDRESS",
                "127.0.0.1",
                "SERVER_PORT",
                Integer.toString(port),
                "MANAGEMENT_SERVER_PORT",
                "0",
                "CALLBACKERS_CONSOLE_KUBERNETES_ENABLED",
                "true",
                "KUBECONFIG",
                kubeconfig.toString());
    }

    /** The console is ready before it has read what is in the cluster. */
    @Override
    public URI readiness() {
        return Http.local(port, ROUTE);
    }

    @Override
    public void give() {
        for (var time = 0; time < TIMES; time++) {
            for (var path : LOOKED_AT) {
                Http.done(HttpRequest.newBuilder(Http.local(port, path))).join();
            }
        }
    }

    @Override
    public void close() {
        kube.close();
    }
}
