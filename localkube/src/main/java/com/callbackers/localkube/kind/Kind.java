package com.callbackers.localkube.kind;

import com.callbackers.localkube.refusal.RefusedException.Subject;
import com.callbackers.localkube.shape.BuiltInTypes;
import com.callbackers.localkube.shape.Shape;
import com.callbackers.localkube.store.Key;
import com.callbackers.localkube.store.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind in one of its versions.
 *
 * @param generations whether {@code metadata.generation} counts the changes of what is asked for
 * @param custom what its definition says, of a custom resource
 */
public record Kind(
        Resource resource,
        String version,
        Names names,
        boolean namespaced,
        Set<Subresource> subresources,
        boolean generations,
        Serving serving,
        Shape shape,
        @Nullable CustomVersion custom) {

    private static final Resource EVENTS = new Resource("", "events");
    private static final Resource NEW_EVENTS = new Resource("events.k8s.io", "events");

    public enum Subresource {
        STATUS,
        SCALE
    }

    public enum Serving {
        STORED,
        /** A question in the form of an object: answered, not stored. */
        ANSWERED
    }

    public String group() {
        return resource.group();
    }

    public String plural() {
        return resource.plural();
    }

    public String name() {
        return names.kind();
    }

    public String apiVersion() {
        return group().isEmpty() ? version : group() + "/" + version;
    }

    /** Where its objects are kept: those of the two groups that know events are the same. */
    public Resource storage() {
        return resource.equals(NEW_EVENTS) ? EVENTS : resource;
    }

    public Key key(String namespace, String name) {
        return new Key(storage(), namespaced ? namespace : "", name);
    }

    /** The full name of its type in documents, such as {@code io.k8s.api.apps.v1.Deployment}. */
    public String typeName() {
        if (custom == null) {
            return BuiltInTypes.ofKind(apiVersion(), name());
        }
        var reversed = new ArrayList<>(List.of(group().split("\\.", -1)));
        Collections.reverse(reversed);
        return String.join(".", reversed) + "." + version + "." + name();
    }

    public boolean has(Subresource subresource) {
        return subresources.contains(subresource);
    }

    public boolean is(String kind) {
        return custom == null && name().equals(kind);
    }

    /** What a refusal is about, by the name of the resource. */
    public Subject subject(String name) {
        return new Subject(group(), plural(), name);
    }

    /** What a refusal is about, by the name of the kind. */
    public Subject subjectByKind(String name) {
        return new Subject(group(), name(), name);
    }
}
