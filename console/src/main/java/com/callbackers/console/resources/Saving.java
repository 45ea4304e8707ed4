package com.callbackers.console.resources;

import com.callbackers.console.resources.Saved.Cause;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Saves a route by server-side apply.
 *
 * <p>An apply leaves alone what others own, so what is left out of a list of rules that somebody else once applied would
 * stay. Whoever edits here has the whole spec before them: its ownership is taken over first.
 */
final class Saving {

    static final String FIELD_MANAGER = "callbackers-console";
    private static final String SPEC = "f:spec";
    private static final int UNPROCESSABLE = 422;

    /** The operator writes the status at any time, which changes the version that a takeover begins with. */
    private static final int TRIES = 5;

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final KubernetesClient kubernetes;
    private final JsonMapper mapper;

    Saving(KubernetesClient kubernetes, JsonMapper mapper) {
        this.kubernetes = kubernetes;
        this.mapper = mapper;
    }

    Saved save(JsonNode wanted) {
        var why = "it changes all the time";
        for (var tries = 0; tries < TRIES; tries++) {
            try {
                return attempt(wanted);
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    return refused(e);
                }
                why = words(e);
            }
        }
        return new Saved.Overtaken(why);
    }

    private Saved attempt(JsonNode wanted) {
        var metadata = wanted.path("metadata");
        var resource = kubernetes
                .genericKubernetesResources(Kind.ROUTE.context())
                .inNamespace(metadata.path("namespace").asString())
                .withName(metadata.path("name").asString());
        var live = resource.get();
        var begunWith = metadata.path("generation").asLong(0);
        if (live == null) {
            return begunWith > 0
                    ? new Saved.Overtaken("it was deleted meanwhile")
                    : new Saved.Done(apply(wanted, null), true);
        }
        var keeper = Keeper.of(live.getMetadata());
        if (keeper.isPresent()) {
            return new Saved.Kept(keeper.get());
        }
        var generation = Objects.requireNonNullElse(live.getMetadata().getGeneration(), 0L);
        if (begunWith == 0) {
            return new Saved.Overtaken(
                    "it is there already: give the metadata.generation that the change begins with, %d now"
                            .formatted(generation));
        }
        if (begunWith != generation) {
            return new Saved.Overtaken("it was changed meanwhile: it is at generation %d, and this begins with %d"
                    .formatted(generation, begunWith));
        }
        return new Saved.Done(apply(wanted, takenOver(resource, live)), false);
    }

    private JsonNode apply(JsonNode wanted, @Nullable String version) {
        var metadata = wanted.path("metadata");
        var route = new GenericKubernetesResource();
        route.setApiVersion(Kind.API_VERSION);
        route.setKind(Kind.ROUTE.label());
        route.setMetadata(new ObjectMetaBuilder()
                .withNamespace(metadata.path("namespace").asString())
                .withName(metadata.path("name").asString())
                .withLabels(texts(metadata.path("labels")))
                .withAnnotations(texts(metadata.path("annotations")))
                .withResourceVersion(version)
                .build());
        route.setAdditionalProperty("spec", mapper.convertValue(wanted.path("spec"), OBJECT));
        var applied = kubernetes
                .resource(route)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        return Watched.tree(applied, mapper);
    }

    private @Nullable Map<String, String> texts(JsonNode object) {
        return object.isObject() ? mapper.convertValue(object, TEXTS) : null;
    }

    /** The version at which the console owns the spec, and it alone. */
    private String takenOver(Resource<GenericKubernetesResource> resource, GenericKubernetesResource live) {
        var entries = Objects.requireNonNullElse(live.getMetadata().getManagedFields(), List.<ManagedFieldsEntry>of());
        var version = live.getMetadata().getResourceVersion();
        if (entries.stream().noneMatch(entry -> ownsSpec(entry) && !isOurs(entry))) {
            return version;
        }
        var patch = List.of(
                Map.of("op", "test", "path", "/metadata/resourceVersion", "value", version),
                Map.of("op", "replace", "path", "/metadata/managedFields", "value", withSpecOurs(entries)));
        return resource.patch(
                        PatchContext.of(PatchType.JSON),
                        kubernetes.getKubernetesSerialization().asJson(patch))
                .getMetadata()
                .getResourceVersion();
    }

    private static List<ManagedFieldsEntry> withSpecOurs(List<ManagedFieldsEntry> entries) {
        var ours = new HashMap<String, Object>();
        var others = new ArrayList<ManagedFieldsEntry>();
        for (var entry : entries) {
            var fields = fields(entry);
            if (isOurs(entry)) {
                merge(ours, fields);
            } else if (isOfStatus(entry)) {
                others.add(entry);
            } else {
                var spec = fields.remove(SPEC);
                if (spec != null) {
                    merge(ours, Map.of(SPEC, spec));
                }
                if (!fields.isEmpty()) {
                    others.add(with(new ManagedFieldsEntryBuilder(entry), fields));
                }
            }
        }
        var entry = new ManagedFieldsEntryBuilder()
                .withManager(FIELD_MANAGER)
                .withOperation("Apply")
                .withApiVersion(Kind.API_VERSION)
                .withFieldsType("FieldsV1");
        others.add(with(entry, ours));
        return others;
    }

    private static ManagedFieldsEntry with(ManagedFieldsEntryBuilder entry, Map<String, Object> fields) {
        var fieldsV1 = new FieldsV1();
        fieldsV1.setAdditionalProperties(fields);
        return entry.withFieldsV1(fieldsV1).build();
    }

    private static Map<String, Object> fields(ManagedFieldsEntry entry) {
        return entry.getFieldsV1() == null
                ? new HashMap<>()
                : new HashMap<>(entry.getFieldsV1().getAdditionalProperties());
    }

    @SuppressWarnings("unchecked")
    private static void merge(Map<String, Object> into, Map<String, Object> from) {
        from.forEach((field, below) -> {
            if (into.get(field) instanceof Map<?, ?> there && below instanceof Map<?, ?> more) {
                var merged = new HashMap<>((Map<String, Object>) there);
                merge(merged, (Map<String, Object>) more);
                into.put(field, merged);
            } else {
                into.put(field, below);
            }
        });
    }

    private static boolean ownsSpec(ManagedFieldsEntry entry) {
        return !isOfStatus(entry) && fields(entry).containsKey(SPEC);
    }

    private static boolean isOurs(ManagedFieldsEntry entry) {
        return !isOfStatus(entry) && FIELD_MANAGER.equals(entry.getManager()) && "Apply".equals(entry.getOperation());
    }

    private static boolean isOfStatus(ManagedFieldsEntry entry) {
        return entry.getSubresource() != null && !entry.getSubresource().isEmpty();
    }

    static Saved refused(KubernetesClientException e) {
        var details = e.getStatus() == null ? null : e.getStatus().getDetails();
        if (e.getCode() == UNPROCESSABLE
                && details != null
                && details.getCauses() != null
                && !details.getCauses().isEmpty()) {
            return new Saved.Invalid(details.getCauses().stream()
                    .map(cause -> new Cause(
                            Objects.requireNonNullElse(cause.getField(), ""),
                            Objects.requireNonNullElse(cause.getMessage(), "is not taken")))
                    .toList());
        }
        return new Saved.Refused(e.getCode(), words(e));
    }

    private static String words(KubernetesClientException e) {
        var status = e.getStatus();
        return status == null || status.getMessage() == null ? String.valueOf(e.getMessage()) : status.getMessage();
    }
}
