package com.callbackers.worker.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The way to the Kubernetes API, and in words why it is closed. */
final class KubernetesAccess {

    /** The first of the pauses between attempts; the longest is 32 times as long. */
    private static final int FIRST_PAUSE_MILLIS = 250;

    private static final int REQUEST_MILLIS = 10_000;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int MAX_CAUSES = 16;

    private static final List<Class<? extends KubernetesResource>> KINDS =
            List.of(Lease.class, Secret.class, SecretList.class, Status.class);

    private KubernetesAccess() {}

    /** As Kubernetes' own tools find it: in the Pod, or by KUBECONFIG. Whoever asks tries again by himself. */
    static KubernetesClient client() {
        return client(Config.autoConfigure(null));
    }

    static KubernetesClient client(Config found) {
        var config = new ConfigBuilder(found)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(FIRST_PAUSE_MILLIS)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withKubernetesSerialization(serialization())
                .build();
    }

    /** Knows what is used here. Left to itself it loads every kind that Kubernetes has: thousands of classes. */
    private static KubernetesSerialization serialization() {
        var serialization = new KubernetesSerialization(new ObjectMapper(), false);
        KINDS.forEach(serialization::registerKubernetesResource);
        return serialization;
    }

    static String words(Throwable error) {
        var causes = Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .toList();
        for (var cause : causes) {
            if (cause instanceof KubernetesClientException refused
                    && refused.getStatus() != null
                    && refused.getStatus().getMessage() != null) {
                return refused.getStatus().getMessage();
            }
            if (cause instanceof UnresolvedAddressException) {
                return "the name of its host is not known";
            }
        }
        var last = causes.getLast();
        return last.getMessage() == null
                ? last.getClass().getSimpleName()
                : last.getClass().getSimpleName() + ": " + last.getMessage();
    }
}
