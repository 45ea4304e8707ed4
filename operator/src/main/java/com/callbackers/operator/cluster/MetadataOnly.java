package com.callbackers.operator.cluster;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/**
 * Asks for objects without what is in them, so that nobody's secrets come into this process unasked. A server that does
 * not know how to leave it out sends all of it, and nothing of it is kept.
 */
public final class MetadataOnly implements Interceptor {

    private static final String LIST =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    private static final String WATCH = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    private MetadataOnly() {}

    public static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new KubernetesSerialization(nullsAsEmptyLists(), true))
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor("metadata-only", new MetadataOnly()))
                .build();
    }

    /** An empty list of this form has {@code items: null}. */
    private static ObjectMapper nullsAsEmptyLists() {
        var mapper = new ObjectMapper();
        mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        return mapper;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        var query = request.uri().getQuery();
        builder.setHeader("Accept", query != null && query.contains("watch=true") ? WATCH : LIST);
    }
}
