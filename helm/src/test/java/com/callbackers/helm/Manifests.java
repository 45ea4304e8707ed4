package com.callbackers.helm;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The objects that a chart was rendered to, in order. */
record Manifests(List<JsonNode> objects) {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Pattern BETWEEN = Pattern.compile("(?m)^---\\s*$");

    static Manifests read(String documents) {
        return new Manifests(Arrays.stream(BETWEEN.split(documents))
                .map(yaml -> YAML.unmarshal(yaml, JsonNode.class))
                .filter(object -> object != null && object.isObject())
                .toList());
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(HasMetadata.getKind(kind))
                        && object.path("apiVersion").asText().equals(HasMetadata.getApiVersion(kind)))
                .map(object -> YAML.convertValue(object, kind))
                .toList();
    }

    <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }

    <T extends HasMetadata> T the(Class<T> kind, String name) {
        return find(kind, name)
                .orElseThrow(() -> new AssertionError("no %s %s among %s".formatted(kind, name, names())));
    }

    /** Of kinds that have no Java type here. */
    List<GenericKubernetesResource> all(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .map(object -> YAML.convertValue(object, GenericKubernetesResource.class))
                .toList();
    }

    Deployment deployment(String component) {
        return the(Deployment.class, Chart.RELEASE + "-" + component);
    }

    Container container(String component) {
        return deployment(component)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }

    String settings(String component) {
        var files = the(ConfigMap.class, Chart.RELEASE + "-" + component).getData();
        return Objects.requireNonNull(files.get(component + ".yaml"));
    }

    /** Every pod that the release starts, by the name of what starts it. */
    Map<String, PodSpec> pods() {
        var pods = new TreeMap<String, PodSpec>();
        all(Deployment.class)
                .forEach(it -> pods.put(
                        it.getMetadata().getName(), it.getSpec().getTemplate().getSpec()));
        all(StatefulSet.class)
                .forEach(it -> pods.put(
                        it.getMetadata().getName(), it.getSpec().getTemplate().getSpec()));
        return pods;
    }

    List<String> names() {
        return objects.stream().map(Manifests::name).toList();
    }

    static String name(JsonNode object) {
        return Stream.of(object.path("kind"), object.at("/metadata/namespace"), object.at("/metadata/name"))
                .map(JsonNode::asText)
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + "/" + b)
                .orElse("");
    }
}
