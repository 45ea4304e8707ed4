package com.callbackers.standalone.rules;

import com.callbackers.compiler.Problem;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what is wrong with the rules, whoever found it, each thing once until it is gone, with its place in the file. */
final class Telling implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

    private final KubernetesClient api;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final Map<Key, Verdict> verdicts = new HashMap<>();
    private final CountDownLatch judged = new CountDownLatch(1);

    private Map<Key, Document> documents = Map.of();
    private Set<Key> awaited = Set.of();
    private List<String> ofFolder = List.of();
    private Set<String> told = Set.of();
    private boolean first = true;

    Telling(KubernetesClient api) {
        this.api = api;
    }

    void start() {
        informers.add(api.resources(CallbackRoute.class).inAnyNamespace().inform(judging(Verdict::of)));
        informers.add(api.resources(CallbackDestination.class).inAnyNamespace().inform(judging(Verdict::of)));
    }

    private <T extends HasMetadata> ResourceEventHandler<T> judging(Function<T, Verdict> verdict) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T resource) {
                judge(Key.of(resource), verdict.apply(resource));
            }

            @Override
            public void onUpdate(T before, T resource) {
                judge(Key.of(resource), verdict.apply(resource));
            }

            @Override
            public void onDelete(T resource, boolean unknown) {
                forget(Key.of(resource));
            }
        };
    }

    private synchronized void judge(Key key, Verdict verdict) {
        if (verdict.isReached()) {
            verdicts.put(key, verdict);
            tell();
        }
    }

    private synchronized void forget(Key key) {
        verdicts.remove(key);
        tell();
    }

    /** @param refusals what of the folder could not be handed over */
    synchronized void folder(Content content, Map<Document, List<Problem>> refusals) {
        documents = content.documents();
        var problems = new ArrayList<>(content.troubles());
        refusals.forEach((document, found) -> found.forEach(problem -> problems.add(document.tell(problem))));
        ofFolder = problems;
        if (first) {
            awaited = new HashSet<>(documents.keySet());
            awaited.removeIf(key -> !key.kind().equals("CallbackRoute"));
            refusals.keySet().forEach(document -> awaited.remove(document.key()));
            first = false;
        }
        tell();
    }

    private void tell() {
        var problems = new ArrayList<>(ofFolder);
        verdicts.forEach((key, verdict) -> problems.addAll(verdict.told(key, documents.get(key))));
        problems.stream().filter(problem -> !told.contains(problem)).forEach(LOG::warn);
        told = new HashSet<>(problems);
        if (!first && verdicts.keySet().containsAll(awaited)) {
            judged.countDown();
        }
    }

    boolean awaitJudged(Duration atMost) throws InterruptedException {
        return judged.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
