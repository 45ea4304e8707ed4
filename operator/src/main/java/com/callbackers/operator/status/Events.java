package com.callbackers.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kubernetes Events about resources, one for each change of whether they are ready, and why. */
public final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final String COMPONENT = "callbackers-operator";
    private static final int LONGEST = 1_024;

    private final KubernetesClient client;
    private final Clock clock;

    public Events(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Says nothing when nothing has changed: the status that was written last is the memory of what was said. */
    public void tell(HasMetadata resource, List<Condition> before, List<Condition> now) {
        var then = ready(before);
        ready(now)
                .filter(condition ->
                        then.filter(same -> isSame(same, condition)).isEmpty())
                .filter(condition -> !condition.getReason().equals("Pending"))
                .ifPresent(condition -> write(resource, condition));
    }

    private static Optional<Condition> ready(List<Condition> conditions) {
        return Conditions.find(conditions, "Ready");
    }

    private static boolean isSame(Condition one, Condition other) {
        return one.getReason().equals(other.getReason())
                && (one.getStatus().equals("True") || one.getMessage().equals(other.getMessage()));
    }

    private void write(HasMetadata resource, Condition condition) {
        var metadata = resource.getMetadata();
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(metadata.getNamespace())
                .withGenerateName(metadata.getName() + ".")
                .endMetadata()
                .withInvolvedObject(new ObjectReferenceBuilder()
                        .withApiVersion(resource.getApiVersion())
                        .withKind(resource.getKind())
                        .withNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .withResourceVersion(metadata.getResourceVersion())
                        .build())
                .withType(condition.getStatus().equals("True") ? "Normal" : "Warning")
                .withReason(condition.getReason())
                .withMessage(Conditions.shortened(condition.getMessage(), LONGEST))
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
        try {
            client.v1()
                    .events()
                    .inNamespace(metadata.getNamespace())
                    .resource(event)
                    .create();
        } catch (KubernetesClientException e) {
            // The status says the same; nothing depends on an event.
            LOG.atDebug().setCause(e).log("An event could not be written");
        }
    }
}
