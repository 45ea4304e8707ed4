package com.callbackers.console.resources;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sets {@code spec.suspend} by server-side apply, and nothing else: a destination that is kept elsewhere can be suspended
 * here as long as it says nothing of that there.
 */
final class Suspending {

    private final KubernetesClient kubernetes;
    private final JsonMapper mapper;

    Suspending(KubernetesClient kubernetes, JsonMapper mapper) {
        this.kubernetes = kubernetes;
        this.mapper = mapper;
    }

    Saved suspend(String namespace, String name, boolean suspended) {
        var keeper = Optional.<String>empty();
        try {
            var live = kubernetes
                    .genericKubernetesResources(Kind.DESTINATION.context())
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
            if (live == null) {
                return new Saved.Refused(
                        HttpURLConnection.HTTP_NOT_FOUND, "there is no destination %s/%s".formatted(namespace, name));
            }
            keeper = Keeper.of(live.getMetadata());
            return new Saved.Done(apply(namespace, name, suspended, keeper.isEmpty()), false);
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_CONFLICT && keeper.isPresent()
                    ? new Saved.Kept(keeper.get())
                    : Saving.refused(e);
        }
    }

    /** @param force against people who have set it; not against what would set it again */
    private JsonNode apply(String namespace, String name, boolean suspended, boolean force) {
        var destination = new GenericKubernetesResource();
        destination.setApiVersion(Kind.API_VERSION);
        destination.setKind(Kind.DESTINATION.label());
        destination.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        destination.setAdditionalProperty("spec", Map.of("suspend", suspended));
        var applying = kubernetes.resource(destination).fieldManager(Saving.FIELD_MANAGER);
        return Watched.tree((force ? applying.forceConflicts() : applying).serverSideApply(), mapper);
    }
}
