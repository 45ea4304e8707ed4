package com.callbackers.console.resources;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What keeps a resource as it is somewhere else, and would undo what is changed here. */
final class Keeper {

    private static final String HELM = "Helm";

    private static final Map<String, String> MARKS = Map.of(
            "argocd.argoproj.io/tracking-id", "Argo CD",
            "argocd.argoproj.io/instance", "Argo CD",
            "kustomize.toolkit.fluxcd.io/name", "Flux",
            "helm.toolkit.fluxcd.io/name", "Flux",
            "meta.helm.sh/release-name", HELM);

    private static final Map<String, String> MANAGERS = Map.of(
            "argocd-controller", "Argo CD",
            "argocd-application-controller", "Argo CD",
            "kustomize-controller", "Flux",
            "helm-controller", "Flux",
            "helm", HELM,
            "Helm", HELM,
            "callbackers-files", "a folder of rules");

    private Keeper() {}

    static Optional<String> of(ObjectMeta metadata) {
        var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
        return marked(labels)
                .or(() -> marked(Objects.requireNonNullElse(metadata.getAnnotations(), Map.of())))
                .or(() -> Optional.ofNullable(labels.get("app.kubernetes.io/managed-by"))
                        .filter(HELM::equals))
                .or(() -> managing(Objects.requireNonNullElse(metadata.getManagedFields(), List.of())));
    }

    private static Optional<String> marked(Map<String, String> marks) {
        return marks.keySet().stream()
                .sorted()
                .map(MARKS::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Optional<String> managing(List<ManagedFieldsEntry> entries) {
        return entries.stream()
                .filter(entry ->
                        entry.getSubresource() == null || entry.getSubresource().isEmpty())
                .map(entry -> MANAGERS.get(String.valueOf(entry.getManager())))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
