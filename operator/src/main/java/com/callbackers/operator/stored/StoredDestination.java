package com.callbackers.operator.stored;

import com.callbackers.compiler.Read;
import com.callbackers.compiler.ResourceReader;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackDestinationStatus;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** A CallbackDestination, its spec still to be read. */
@Group("callbackers.com")
@Version("v1alpha1")
@Kind("CallbackDestination")
@Plural("callbackdestinations")
@JsonIgnoreProperties(ignoreUnknown = true)
public class StoredDestination extends CustomResource<@Nullable SpecText, @Nullable CallbackDestinationStatus>
        implements Namespaced {

    @Override
    @JsonDeserialize(using = AnyStatus.OfDestination.class)
    public void setStatus(@Nullable CallbackDestinationStatus status) {
        super.setStatus(status);
    }

    /** What can be understood of it, and what cannot. */
    public Read<CallbackDestination> read() {
        return ResourceReader.destination(Stored.json(this, getSpec()));
    }

    /** For a status to be written. */
    public StoredDestination with(CallbackDestinationStatus status) {
        var fresh = new StoredDestination();
        fresh.setMetadata(Stored.name(this));
        fresh.setStatus(status);
        return fresh;
    }

    @Override
    public String toString() {
        return "StoredDestination[" + Stored.key(this) + "]";
    }
}
