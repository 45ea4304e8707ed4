package com.callbackers.worker.routes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.stream.Stream;

/** The way to the Kubernetes API, and in words why it is closed. */
final class KubernetesAccess {

    /** The first of the pauses between attempts; the longest is 32 times as long. */
    private static final int FIRST_PAUSE_MILLIS = 250;

    private static final int REQUEST_MILLIS = 10_000;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int MAX_CAUSES = 16;

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
                .build();
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
