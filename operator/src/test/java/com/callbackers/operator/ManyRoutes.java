package com.callbackers.operator;

import com.callbackers.resources.CallbackRoute;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Measures: makes many routes in the cluster that a kubeconfig or a URL leads to, waits until an operator that somebody
 * starts has all of them ready, and then how long single edits take. Arguments: kubeconfig or URL, namespace of the
 * operator, routes, edits.
 */
final class ManyRoutes {

    private static final int TENANTS = 50;

    private final KubernetesClient client;
    private final Map<String, Long> readyGeneration = new ConcurrentHashMap<>();

    private ManyRoutes(KubernetesClient client) {
        this.client = client;
    }

    public static void main(String[] arguments) throws Exception {
        var where = arguments[0];
        var config = where.startsWith("http")
                ? new ConfigBuilder(Config.empty()).withMasterUrl(where).build()
                : Config.fromKubeconfig(Files.readString(Path.of(where)));
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            new ManyRoutes(client).run(arguments[1], Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        }
        System.exit(0);
    }

    private void run(String system, int routes, int edits) throws Exception {
        namespace(system);
        for (int i = 0; i < TENANTS; i++) {
            namespace("many-" + i);
        }
        var worker = new FakeWorker(client, system, "worker-1");
        try (worker;
                var threads = Executors.newFixedThreadPool(8)) {
            client.resources(CallbackRoute.class).inAnyNamespace().inform(new ResourceEventHandler<>() {
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
            });
            var made = new ConcurrentHashMap<String, Long>();
            var run = (int) (System.currentTimeMillis() / 1000 % 1_000_000) * 1_000;
            var done = new CountDownLatch(routes);
            for (int i = 0; i < routes; i++) {
                int number = i;
                threads.execute(() -> {
                    var route = apply(route(number, run));
                    made.put(key(route), route.getMetadata().getGeneration());
                    done.countDown();
                });
            }
            done.await();
            System.out.println("routes are there: " + routes + "; start the operator");
            var begin = System.nanoTime();
            while (!made.entrySet().stream()
                    .allMatch(each -> readyGeneration.getOrDefault(each.getKey(), 0L) >= each.getValue())) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            System.out.println("all ready after " + Duration.ofNanos(System.nanoTime() - begin));
            var took = new ArrayList<Long>();
            for (int i = 0; i < edits; i++) {
                var at = System.nanoTime();
                var edited = apply(route(i * 7 % routes, run + i + 1));
                var key = key(edited);
                while (readyGeneration.getOrDefault(key, 0L)
                        < edited.getMetadata().getGeneration()) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                took.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - at));
            }
            took.sort(null);
            if (!took.isEmpty()) {
                System.out.println("apply to ready: p50 " + took.get(took.size() / 2) + " ms, p99 "
                        + took.get(took.size() * 99 / 100) + " ms, max " + took.getLast() + " ms");
            }
        }
    }

    private void note(CallbackRoute route) {
        var status = route.getStatus();
        if (status == null) {
            return;
        }
        Scene.condition(status.conditions(), "Ready")
                .filter(ready -> ready.getStatus().equals("True"))
                .ifPresent(ready -> readyGeneration.put(key(route), ready.getObservedGeneration()));
    }

    private static String key(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    private void namespace(String name) {
        apply(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build());
        apply(new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(name)
                .endMetadata()
                .build());
    }

    private <T extends HasMetadata> T apply(T object) {
        return client.resource(object).fieldManager("test").forceConflicts().serverSideApply();
    }

    private CallbackRoute route(int number, int edit) {
        return client.getKubernetesSerialization().unmarshal("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: route-%1$d, namespace: many-%2$d}
                spec:
                  hosts: [host-%1$d]
                  let:
                  - {name: amount, value: "regex.extract(text, '([0-9,]+)won').orValue('?')"}
                  senders:
                  - {name: shortcut, when: "request.headers['user-agent'].startsWith('BackgroundShortcutRunner')"}
                  rules:
                  - name: approvals
                    match: {methods: [POST], path: {type: Prefix, value: /card}}
                    when: "text.contains('ok') || %3$d < 0"
                    actions:
                    - {name: erp, type: Forward, forward: {url: "https://erp.example.com/hooks/%1$d"}}
                    - name: json
                      type: Forward
                      forward:
                        url: https://json.example.com/hooks
                        headers: {set: {x-amount: "{{ amount }}"}}
                        body: '{"amount": "{{ amount }}", "sender": "{{ sender }}"}'
                """.formatted(number, number % TENANTS, edit), CallbackRoute.class);
    }
}
