package com.callbackers.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Collection;
import java.util.Set;

/** Has resources reconciled, for a cause that lies elsewhere. */
public final class Triggers<P extends HasMetadata> extends AbstractEventSource<Void, P> {

    private final Runnable known;

    /** @param known done once all resources are known, before the first is reconciled */
    public Triggers(Runnable known) {
        super(Void.class, "triggers");
        this.known = known;
    }

    @Override
    public void start() {
        known.run();
        super.start();
    }

    /** @param names namespace/name of each; before the controller has begun this does nothing, for it begins with all */
    public void reconcile(Collection<String> names) {
        if (isRunning()) {
            names.forEach(name -> getEventHandler().handleEvent(new Event(id(name))));
        }
    }

    private static ResourceID id(String name) {
        var slash = name.indexOf('/');
        return new ResourceID(name.substring(slash + 1), name.substring(0, slash));
    }

    @Override
    public Set<Void> getSecondaryResources(P primary) {
        return Set.of();
    }
}
