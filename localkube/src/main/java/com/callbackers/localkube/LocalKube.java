package com.callbackers.localkube;

import com.callbackers.localkube.api.Api;
import com.callbackers.localkube.garbage.GarbageCollector;
import com.callbackers.localkube.http.ApiServer;
import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kinds;
import com.callbackers.localkube.objects.Deleting;
import com.callbackers.localkube.objects.WriteOptions;
import com.callbackers.localkube.objects.Writing;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.store.Resource;
import com.callbackers.localkube.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API without a cluster: it stores objects, tells their changes, and serves the kinds of the definitions it is given. It runs
 * nothing. It has no login and therefore answers on the loopback interface only.
 */
public final class LocalKube implements AutoCloseable {

    private static final List<String> NAMESPACES = List.of("default", "kube-system", "kube-public", "kube-node-lease");

    /**
     * @param port 0 for one that is free
     * @param data the folder in which objects outlive the process, none to keep them in memory
     */
    public record Settings(int port, @Nullable Path data) {

        public static Settings inMemory() {
            return new Settings(0, null);
        }

        public Settings withPort(int number) {
            return new Settings(number, data);
        }

        public Settings withData(Path folder) {
            return new Settings(port, folder);
        }
    }

    private final Store store;
    private final GarbageCollector collector;
    private final ApiServer server;

    private LocalKube(Store store, GarbageCollector collector, ApiServer server) {
        this.store = store;
        this.collector = collector;
        this.server = server;
    }

    public static LocalKube start(Settings settings) {
        var clock = Clock.systemUTC();
        var folder = settings.data();
        var store = folder == null ? Store.inMemory() : Store.in(folder);
        var kinds = Kinds.of(store);
        var writing = new Writing(store, clock);
        createNamespaces(kinds, writing);
        var collector = GarbageCollector.start(store, kinds, writing, new Deleting(store, clock));
        try {
            var server = ApiServer.start(new Api(store, kinds, clock), store, settings.port());
            return new LocalKube(store, collector, server);
        } catch (RuntimeException e) {
            collector.close();
            store.close();
            throw e;
        }
    }

    private static void createNamespaces(Kinds kinds, Writing writing) {
        var kind = kinds.find(new Resource("", "namespaces")).orElseThrow();
        for (var name : NAMESPACES) {
            var namespace = Json.object();
            namespace.putObject("metadata").put("name", name);
            try {
                writing.create(kind, "", namespace, WriteOptions.own());
            } catch (RefusedException e) {
                // it was there before
            }
        }
    }

    public int port() {
        return server.port();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** For clients that are told by a file where the API is. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: local
                clusters:
                - {name: local, cluster: {server: "%s"}}
                contexts:
                - {name: local, context: {cluster: local, user: nobody}}
                users:
                - {name: nobody, user: {}}
                """.formatted(url());
    }

    @Override
    public void close() {
        server.close();
        collector.close();
        store.close();
    }
}
