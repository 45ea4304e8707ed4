package com.callbackers.operator.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** Connections to the API, such as watching thousands of objects in little memory needs them. */
public final class Clients {

    /** Lists come in pages of so many objects, of which each is read while the others are not. */
    public static final long PAGE = 500;

    private static final int RETRIES = 3;
    private static final int RECONNECT_MILLIS = 250;

    private Clients() {}

    public static KubernetesClient whole(Config config) {
        return builder(config).build();
    }

    /**
     * One that asks for objects without what is in them, so that nobody's secrets come into this process unasked. A
     * server that does not know how to leave it out sends all of it, and nothing of it is kept.
     */
    public static KubernetesClient metadataOnly(Config config) {
        return builder(config)
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor("metadata-only", new MetadataOnly()))
                .build();
    }

    private static KubernetesClientBuilder builder(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        // What fails is tried again by the reconciler, which knows more by then than the client.
                        .withRequestRetryBackoffLimit(RETRIES)
                        .withWatchReconnectInterval(RECONNECT_MILLIS)
                        .build())
                .withKubernetesSerialization(new KubernetesSerialization(mapper(), true));
    }

    private static ObjectMapper mapper() {
        var mapper = new ObjectMapper();
        // An empty list of metadata has 'items: null'.
        mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
        return mapper;
    }

    /** Who wrote which field is more text than all else, and nobody here asks. */
    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}

    private static final class MetadataOnly implements Interceptor {

        private static final String LIST =
                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
        private static final String WATCH =
                "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            var query = request.uri().getQuery();
            builder.setHeader("Accept", query != null && query.contains("watch=true") ? WATCH : LIST);
        }
    }
}
