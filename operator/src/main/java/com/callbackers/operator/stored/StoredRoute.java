package com.callbackers.operator.stored;

import com.callbackers.compiler.Read;
import com.callbackers.compiler.ResourceReader;
import com.callbackers.resources.CallbackRoute;
import com.callbackers.resources.CallbackRouteStatus;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** A CallbackRoute, its spec still to be read. */
@Group("callbackers.com")
@Version("v1alpha1")
@Kind("CallbackRoute")
@Plural("callbackroutes")
@JsonIgnoreProperties(ignoreUnknown = true)
public class StoredRoute extends CustomResource<@Nullable SpecText, @Nullable CallbackRouteStatus>
        implements Namespaced {

    @Override
    @JsonDeserialize(using = AnyStatus.OfRoute.class)
    public void setStatus(@Nullable CallbackRouteStatus status) {
        super.setStatus(status);
    }

    /** What can be understood of it, and what cannot. */
    public Read<CallbackRoute> read() {
        return ResourceReader.route(Stored.json(this, getSpec()));
    }

    /** For a status to be written. */
    public StoredRoute with(CallbackRouteStatus status) {
        var fresh = new StoredRoute();
        fresh.setMetadata(Stored.name(this));
        fresh.setStatus(status);
        return fresh;
    }

    @Override
    public String toString() {
        return "StoredRoute[" + Stored.key(this) + "]";
    }
}
