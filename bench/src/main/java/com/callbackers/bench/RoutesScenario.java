package com.callbackers.bench;

import com.callbackers.bench.house.App;
import com.callbackers.bench.house.Apps;
import com.callbackers.bench.house.House;
import com.callbackers.bench.house.Waiting;
import com.callbackers.bench.load.Delivered;
import com.callbackers.bench.load.Receiver;
import com.callbackers.bench.load.Sender;
import com.callbackers.localkube.LocalKube;
import com.callbackers.resources.CallbackRoute;
import com.callbackers.resources.CustomResourceDefinitions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Many routes: from an edit to every worker acting by it, a cold operator, the table of a worker, what is written while
 * nothing changes, and whether a request goes astray while routes change. The Kubernetes API is the local one.
 */
final class RoutesScenario {

    private static final String SYSTEM = "callbackers-system";
    private static final String WORKER = "worker-1";
    private static final int TENANTS = 50;
    private static final int APPLYING = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final House house;
    private final int few;
    private final int many;
    private final int most;
    private final int edits;
    private final Duration idle;
    private final Map<String, Long> programmed = new ConcurrentHashMap<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final KubernetesClient client;
    private final LocalKube api;
    private final Path kubeconfig;
    private final Receiver receiver;

    private RoutesScenario(House house, boolean quick) throws IOException {
        this.house = house;
        few = quick ? 100 : 1_000;
        many = quick ? 500 : 5_000;
        most = quick ? 1_000 : 10_000;
        edits = quick ? 50 : 300;
        idle = Duration.ofSeconds(quick ? 10 : 60);
        api = house.add(LocalKube.start(LocalKube.Settings.inMemory()));
        client = house.add(new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder().withMasterUrl(api.url()).build())
                .build());
        kubeconfig = Files.writeString(house.folder().resolve("kubeconfig"), api.kubeconfig());
        receiver = house.add(new Receiver());
    }

    static Map<String, Object> run(boolean quick) throws IOException {
        try (var house = House.open()) {
            return new RoutesScenario(house, quick).run();
        }
    }

    private Map<String, Object> run() {
        prepareCluster();
        var apps = new Apps(house, house.postgres().port(), house.rabbit().port());
        var edge = apps.edge("edge");
        edge.app().start();
        var worker = apps.worker(WORKER, SYSTEM, kubeconfig).start().awaitReady();
        edge.app().awaitReady();
        standForWorker();
        watchRoutes();

        forEach(0, few, number -> apply(route(number, 0)));
        var operator = operator().start().awaitReady();
        awaitProgrammed(few);
        edit();
        idle();
        operator.process().terminate();

        forEach(few, many, number -> apply(route(number, 0)));
        coldStart(operator);
        var before = heap(worker);

        forEach(many, most, number -> apply(route(number, 0)));
        awaitProgrammed(most);
        figures.put("workerHeapBytesARoute", (heap(worker) - before) / (most - many));
        changeUnderLoad(worker, edge.port());
        return figures;
    }

    // --- the steps

    private void edit() {
        var took = new Histogram(3);
        for (int edit = 1; edit <= edits; edit++) {
            var begin = System.nanoTime();
            var edited = apply(route(edit * 7 % few, edit));
            awaitProgrammed(edited);
            took.recordValue((System.nanoTime() - begin) / 1_000);
        }
        figures.put("routesThere", few);
        Delivered.tell(figures, "applyToProgrammed", took);
    }

    /** All that anybody writes is seen in the API's version, but for the lead that the operator renews. */
    private void idle() {
        Waiting.pause(3_000);
        var before = version();
        var renewals = leaseVersions();
        Waiting.pause(idle.toMillis());
        figures.put("idleSeconds", idle.toSeconds());
        figures.put("idleWrites", version() - before - renewals.get());
    }

    private long version() {
        return Long.parseLong(client.namespaces().list().getMetadata().getResourceVersion());
    }

    /** Counts from now on. */
    private AtomicInteger leaseVersions() {
        var count = new AtomicInteger(-1);
        house.add(client.leases()
                .inNamespace(SYSTEM)
                .withName("callbackers-operator")
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Lease lease) {
                        count.incrementAndGet();
                    }

                    @Override
                    public void onUpdate(Lease before, Lease lease) {
                        count.incrementAndGet();
                    }

                    @Override
                    public void onDelete(Lease lease, boolean unknown) {}
                }));
        return count;
    }

    private void coldStart(App operator) {
        client.secrets().inNamespace(SYSTEM).delete();
        programmed.clear();
        forEach(0, many, number -> apply(route(number, edits + 1)));
        var begin = System.nanoTime();
        operator.start();
        awaitProgrammed(many);
        figures.put("coldRoutes", many);
        figures.put("coldSeconds", tenths(System.nanoTime() - begin));
        figures.put("coldOperatorHeapLimitMiB", 256);
        figures.put(
                "coldOperatorHeapUsedMiB",
                Math.round(operator.metrics().sum("jvm_memory_used_bytes{area=\"heap\"") / (1 << 20)));
        figures.put("coldOperatorMemoryMiB", operator.process().memoryMiB());
    }

    /** What is in use. */
    private static long heap(App app) {
        app.process().collectGarbage();
        return Math.round(app.metrics().sum("jvm_memory_used_bytes{area=\"heap\""));
    }

    /** Each tenant's callbacks have to come to the tenant's own address, at an edit that was there meanwhile. */
    private void changeUnderLoad(App worker, int edgePort) {
        var swapsBefore = worker.metrics();
        var seconds = Math.max(10, (int) idle.toSeconds() / 2);
        var hosts = IntStream.range(0, TENANTS)
                .mapToObj(tenant -> "host-" + tenant + ".localhost")
                .toList();
        var edit = edits + 2;
        var sender = house.add(new Sender(edgePort, hosts, 200));
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            apply(route(edit % TENANTS, edit));
            edit++;
            Waiting.pause(20);
        }
        sender.stop();
        var delivered = Delivered.await(sender.since(Long.MIN_VALUE), receiver);
        var swaps = worker.metrics();
        var count = swaps.sum("callbackers_worker_routes_swap_seconds_count")
                - swapsBefore.sum("callbackers_worker_routes_swap_seconds_count");
        var time = swaps.sum("callbackers_worker_routes_swap_seconds_sum")
                - swapsBefore.sum("callbackers_worker_routes_swap_seconds_sum");
        figures.put("tableRoutes", most);
        figures.put("tableSwaps", count);
        figures.put("tableSwapMeanMillis", Math.round(time / count * 1e4) / 10.0);
        figures.put(
                "tableSwapMaxMillis", Math.round(swaps.sum("callbackers_worker_routes_swap_seconds_max") * 1e4) / 10.0);
        figures.put("workerMemoryMiB", worker.process().memoryMiB());
        figures.put("editsUnderLoad", edit - edits - 2);
        figures.put("callbacksMeanwhileDelivered", delivered.sent().size());
        figures.put("astray", receiver.astray());
    }

    private static double tenths(long nanos) {
        return Math.round(TimeUnit.NANOSECONDS.toMillis(nanos) / 100.0) / 10.0;
    }

    // --- what there is

    private void prepareCluster() {
        for (var yaml : CustomResourceDefinitions.yaml()) {
            apply(client.getKubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class));
        }
        namespace(SYSTEM);
        IntStream.range(0, TENANTS).forEach(tenant -> namespace("tenant-" + tenant));
    }

    private void namespace(String name) {
        apply(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build());
    }

    private <T extends HasMetadata> T apply(T object) {
        return client.resource(object).fieldManager("bench").forceConflicts().serverSideApply();
    }

    /** The worker runs; this is the Pod that tells so. */
    private void standForWorker() {
        var pod = apply(new PodBuilder()
                .withNewMetadata()
                .withName(WORKER)
                .withNamespace(SYSTEM)
                .addToLabels("app.kubernetes.io/part-of", "callbackers")
                .addToLabels("app.kubernetes.io/component", "worker")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("worker")
                .withImage("worker")
                .endContainer()
                .endSpec()
                .build());
        client.resource(pod).editStatus(now -> new PodBuilder(now)
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build());
    }

    private App operator() {
        return Apps.operator(house, "256m", """
                callbackers:
                  base-domain: localhost
                  operator: {namespace: %s, management-port: PORT}
                """.formatted(SYSTEM), kubeconfig);
    }

    private CallbackRoute route(int number, int edit) {
        return client.getKubernetesSerialization()
                .unmarshal("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: route-%1$d, namespace: tenant-%2$d}
                spec:
                  hosts: [host-%1$d]
                  let:
                  - {name: amount, value: "regex.extract(text, '([0-9,]+)won').orValue('?')"}
                  senders:
                  - {name: shortcut, when: "request.headers['user-agent'].startsWith('BackgroundShortcutRunner')"}
                  rules:
                  - name: approvals
                    match: {methods: [POST], path: {type: Prefix, value: /card}}
                    when: "text.contains('ok') || size(text) == %1$d + %3$d"
                    actions:
                    - name: forward
                      type: Forward
                      forward:
                        url: http://127.0.0.1:%4$d/host-%1$d.localhost
                        headers: {set: {x-edit: "%3$d", x-amount: "{{ amount }}"}}
                """.formatted(number, number % TENANTS, edit, receiver.port()), CallbackRoute.class);
    }

    private static void forEach(int from, int to, IntConsumer action) {
        try (var threads = Executors.newFixedThreadPool(APPLYING)) {
            var doing = IntStream.range(from, to)
                    .mapToObj(number -> threads.submit(() -> action.accept(number)))
                    .toList();
            for (var each : doing) {
                each.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    // --- what is told of them

    private void watchRoutes() {
        house.add(client.resources(CallbackRoute.class).inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(CallbackRoute route) {
                note(route);
            }

            @Override
            public void onUpdate(CallbackRoute before, CallbackRoute route) {
                note(route);
            }

            @Override
            public void onDelete(CallbackRoute route, boolean unknown) {}
        }));
    }

    private void note(CallbackRoute route) {
        var status = route.getStatus();
        if (status == null) {
            return;
        }
        var ready = status.conditions().stream()
                .filter(condition -> condition.getStatus().equals("True"))
                .filter(condition -> condition.getType().equals("Programmed")
                        || condition.getType().equals("Ready"))
                .mapToLong(
                        condition -> condition.getObservedGeneration() == null ? 0 : condition.getObservedGeneration())
                .toArray();
        var generation = route.getMetadata().getGeneration();
        if (ready.length == 2 && Math.min(ready[0], ready[1]) >= generation) {
            programmed.put(key(route), generation);
        }
    }

    private static String key(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    private void awaitProgrammed(int routes) {
        Waiting.until(
                () -> "all of " + routes + " routes to be programmed; " + programmed.size() + " are",
                PATIENCE,
                () -> programmed.size() >= routes);
    }

    private void awaitProgrammed(CallbackRoute route) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (programmed.getOrDefault(key(route), 0L) < route.getMetadata().getGeneration()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(key(route) + " is not programmed");
            }
            LockSupport.parkNanos(200_000);
        }
    }
}
