package com.callbackers.localkube;

import static com.callbackers.localkube.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists give what is asked for, in parts where that is asked for. */
class ListsTest {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    private static void create(String name, Map<String, String> labels) {
        KUBE.client()
                .resource(new ConfigMapBuilder(configMap(KUBE.namespace(), name, Map.of()))
                        .editMetadata()
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
    }

    private static List<String> names(KubernetesResourceList<ConfigMap> list) {
        return list.getItems().stream().map(map -> map.getMetadata().getName()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    color=red                  | a
                    color==red                 | a
                    color!=red                 | b,c
                    color in (red, green)      | a,b
                    color notin (red)          | b,c
                    color                      | a,b
                    !color                     | c
                    color,size=3               | b
                    color in (red,green),!size | a
                    """)
    void labelsAreSelected(String selector, String expected) {
        // given
        create("a", Map.of("color", "red"));
        create("b", Map.of("color", "green", "size", "3"));
        create("c", Map.of());

        // when
        var list = KUBE.client()
                .configMaps()
                .inNamespace(KUBE.namespace())
                .withLabelSelector(selector)
                .list();

        // then
        assertThat(String.join(",", names(list))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    metadata.name=a                       | a
                    metadata.name!=a                      | b
                    type=Opaque                           | a
                    type!=Opaque,metadata.name=b          | b
                    metadata.name=a,type=example.com/kind | ''
                    """)
    void fieldsAreSelected(String selector, String expected) {
        // given
        for (var name : List.of("a", "b")) {
            KUBE.client()
                    .resource(new SecretBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace(KUBE.namespace())
                            .endMetadata()
                            .withType(name.equals("a") ? "Opaque" : "example.com/kind")
                            .build())
                    .create();
        }

        // when
        var list = new Http(KUBE.kube())
                .get("/api/v1/namespaces/" + KUBE.namespace() + "/secrets?fieldSelector="
                        + URLEncoder.encode(selector, StandardCharsets.UTF_8));

        // then
        assertThat(String.join(",", list.path("items").findValuesAsText("name")))
                .isEqualTo(expected);
    }

    @Test
    void anUnknownFieldIsRefused() {
        // when
        var refused = new Http(KUBE.kube()).get("/api/v1/secrets?fieldSelector=data.x%3D1");

        // then
        assertThat(refused.path("code").asInt()).isEqualTo(400);
        assertThat(refused.path("message").asText()).isEqualTo("field label not supported: data.x");
    }

    @Test
    void listsComeInParts() {
        // given
        for (int i = 0; i < 5; i++) {
            create("map-" + i, Map.of());
        }
        var maps = KUBE.client().configMaps().inNamespace(KUBE.namespace());

        // when
        var names = new ArrayList<String>();
        var part = maps.list(new ListOptionsBuilder().withLimit(2L).build());
        var version = part.getMetadata().getResourceVersion();
        names.addAll(names(part));
        while (part.getMetadata().getContinue() != null
                && !part.getMetadata().getContinue().isEmpty()) {
            create("a-new-one-" + names.size(), Map.of());
            part = maps.list(new ListOptionsBuilder()
                    .withLimit(2L)
                    .withContinue(part.getMetadata().getContinue())
                    .build());
            names.addAll(names(part));
        }

        // then
        assertThat(names).containsExactly("map-0", "map-1", "map-2", "map-3", "map-4");
        assertThat(part.getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void metadataCanBeListedAlone() {
        // given
        KUBE.client()
                .resource(configMap(KUBE.namespace(), "a", Map.of("secret", "value")))
                .create();

        // when
        var list = new Http(KUBE.kube())
                .get(
                        "/api/v1/namespaces/" + KUBE.namespace() + "/configmaps",
                        "Accept",
                        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");

        // then
        assertThat(list.path("kind").asText()).isEqualTo("PartialObjectMetadataList");
        assertThat(list.path("items").get(0).path("kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(list.path("items").get(0).path("metadata").path("name").asText())
                .isEqualTo("a");
        assertThat(list.toString()).doesNotContain("value");
    }

    @Test
    void whatCannotBeGivenIsNotAcceptable() {
        // when
        var answer =
                new Http(KUBE.kube()).send("GET", "/api/v1/pods", "", "Accept", "application/vnd.kubernetes.protobuf");

        // then
        assertThat(answer.statusCode()).isEqualTo(406);
    }
}
