package com.callbackers.standalone.rules;

import com.callbackers.compiler.Problem;
import com.callbackers.compiler.Reason;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hands over what has changed in the folder, and takes back what is gone from it. */
final class Applying {

    private final KubernetesClient api;
    private final String namespace;

    Applying(KubernetesClient api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** What the API would not take, or could not be read; throws when the API cannot be reached. */
    Map<Document, List<Problem>> apply(Content content) {
        var inventory = Inventory.read(api, namespace);
        var refusals = new LinkedHashMap<Document, List<Problem>>();
        try {
            for (var document : content.documents().values()) {
                var problems = apply(document, inventory);
                if (!problems.isEmpty()) {
                    refusals.put(document, problems);
                }
            }
            inventory.entries().forEach((key, entry) -> {
                if (content.lacks(key, entry.file())) {
                    delete(key);
                    inventory.remove(key);
                }
            });
        } finally {
            inventory.write();
        }
        return refusals;
    }

    private List<Problem> apply(Document document, Inventory inventory) {
        if (!document.problems().isEmpty() || inventory.holds(document)) {
            return document.problems();
        }
        try {
            ensureNamespace(document.key().namespace());
            api.resource(document.resource())
                    .fieldManager(RulesFolder.FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
            inventory.put(document);
            return List.of();
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case 400, 403, 422 -> problems(e);
                default -> throw e;
            };
        }
    }

    private void ensureNamespace(String name) {
        if (api.namespaces().withName(name).get() == null) {
            api.namespaces()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    private void delete(Key key) {
        switch (key.kind()) {
            case "CallbackRoute" -> delete(CallbackRoute.class, key);
            case "CallbackDestination" -> delete(CallbackDestination.class, key);
            case "Secret" -> delete(Secret.class, key);
            default -> throw new IllegalStateException("no rule for " + key);
        }
    }

    private <T extends HasMetadata> void delete(Class<T> type, Key key) {
        api.resources(type).inNamespace(key.namespace()).withName(key.name()).delete();
    }

    private static List<Problem> problems(KubernetesClientException e) {
        var problems = new ArrayList<Problem>();
        if (e.getStatus() != null && e.getStatus().getDetails() != null) {
            e.getStatus().getDetails().getCauses().forEach(cause -> problems.add(problem(cause)));
        }
        if (problems.isEmpty()) {
            var said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            problems.add(new Problem(Reason.INVALID_SPEC, "", String.valueOf(said)));
        }
        return problems;
    }

    private static Problem problem(StatusCause cause) {
        var field = cause.getField() == null ? "" : cause.getField();
        return new Problem(Reason.INVALID_SPEC, field, String.valueOf(cause.getMessage()));
    }
}
