package com.callbackers.operator.exposure;

import com.callbackers.operator.cluster.OwnObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the ways to the edge as they are to be. */
public final class Exposing {

    private static final Logger LOG = LoggerFactory.getLogger(Exposing.class);

    private final KubernetesClient client;
    private final String namespace;
    private final Exposures exposures;
    private final Optional<OwnObjects<HasMetadata>> own;

    /** @param own none where nothing is made */
    public Exposing(
            KubernetesClient client, String namespace, Exposures exposures, Optional<OwnObjects<HasMetadata>> own) {
        this.client = client;
        this.namespace = namespace;
        this.exposures = exposures;
        this.own = own;
    }

    /** What is there whether or not there are routes. */
    public void begin() {
        own.ifPresent(objects -> exposures.always().forEach(objects::bring));
    }

    /** @param hosts all that lead to the route; other ways to it are taken away */
    public void expose(String route, Collection<String> hosts) {
        own.ifPresent(objects -> expose(objects, route, hosts));
    }

    private void expose(OwnObjects<HasMetadata> objects, String route, Collection<String> hosts) {
        var wanted = new HashSet<String>();
        for (var host : hosts) {
            exposures.forHost(host, route).ifPresent(desired -> {
                wanted.add(desired.getMetadata().getName());
                objects.bring(desired);
            });
        }
        objects.of(route).stream()
                .filter(exposure -> !wanted.contains(exposure.getMetadata().getName()))
                .forEach(objects::remove);
    }

    /** Those of routes that are not there any more. */
    public List<HasMetadata> ofOthers(Set<String> routes) {
        return own.stream()
                .flatMap(OwnObjects::all)
                .filter(object -> OwnObjects.route(object)
                        .filter(route -> !routes.contains(route))
                        .isPresent())
                .toList();
    }

    public void remove(HasMetadata object) {
        own.ifPresent(objects -> objects.remove(object));
    }

    /** What another mode left behind; to be called when all routes are exposed in today's. */
    public void removeLeftovers() {
        leftovers().forEach(object -> {
            client.resource(object).delete();
            LOG.atInfo()
                    .addKeyValue("kind", object.getKind())
                    .addKeyValue("name", object.getMetadata().getName())
                    .log("Removed what another way of exposing hosts had made");
        });
    }

    private List<HasMetadata> leftovers() {
        var leftovers = new ArrayList<HasMetadata>();
        var always = exposures.always().stream()
                .map(object -> object.getMetadata().getName())
                .toList();
        own.stream()
                .flatMap(OwnObjects::all)
                .filter(object -> OwnObjects.route(object).isEmpty())
                .filter(object -> !always.contains(object.getMetadata().getName()))
                .forEach(leftovers::add);
        Exposures.KINDS.stream()
                .filter(kind -> exposures.kind().filter(kind::equals).isEmpty())
                .map(this::made)
                .forEach(leftovers::addAll);
        return leftovers;
    }

    private List<? extends HasMetadata> made(Class<? extends HasMetadata> kind) {
        try {
            return client.resources(kind)
                    .inNamespace(namespace)
                    .withLabels(Exposures.LABELS)
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404 || e.getCode() == 403) {
                // A kind that this cluster does not have, or that is none of the operator's business: it made nothing
                // of it.
                return List.of();
            }
            throw e;
        }
    }
}
