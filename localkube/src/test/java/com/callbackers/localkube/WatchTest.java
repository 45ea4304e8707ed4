package com.callbackers.localkube;

import static com.callbackers.localkube.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watchers learn of every change once, over WebSockets and as lines. */
class WatchTest {

    @RegisterExtension
    static final KubeExtension KUBE = new KubeExtension();

    private static String path(String query) {
        return "/api/v1/namespaces/" + KUBE.namespace() + "/configmaps?watch=true&" + query;
    }

    private static ConfigMap create(String name) {
        return KUBE.client()
                .resource(configMap(KUBE.namespace(), name, Map.of()))
                .create();
    }

    private static ConfigMap label(ConfigMap object, String value) {
        return KUBE.client()
                .resource(new ConfigMapBuilder(object)
                        .editMetadata()
                        .addToLabels("color", value)
                        .endMetadata()
                        .build())
                .update();
    }

    private static String told(JsonNode event) {
        return event.path("type").asText() + " "
                + event.path("object").path("metadata").path("name").asText();
    }

    @Test
    void aWatchGoesOnFromTheVersionItIsGiven() {
        // given
        var first = create("a");
        create("b");
        KUBE.client().resource(create("c")).delete();

        // when
        var events = new Http(KUBE.kube())
                .lines(path("timeoutSeconds=1&resourceVersion="
                        + first.getMetadata().getResourceVersion()))
                .map(Http::tree)
                .map(WatchTest::told)
                .toList();

        // then
        assertThat(events).containsExactly("ADDED b", "ADDED c", "DELETED c");
    }

    @Test
    void aWatchWithoutAVersionBeginsWithWhatThereIs() {
        // given
        create("a");
        create("b");

        // when
        var events = new Http(KUBE.kube())
                .lines(path("timeoutSeconds=1"))
                .map(Http::tree)
                .map(WatchTest::told)
                .toList();

        // then
        assertThat(events).containsExactly("ADDED a", "ADDED b");
    }

    @Test
    void theEndOfWhatThereIsCanBeTold() {
        // given
        create("a");

        // when
        var events = new Http(KUBE.kube())
                .lines(path("timeoutSeconds=1&sendInitialEvents=true&allowWatchBookmarks=true"
                        + "&resourceVersionMatch=NotOlderThan"))
                .map(Http::tree)
                .toList();

        // then
        assertThat(events).extracting(event -> event.path("type").asText()).containsExactly("ADDED", "BOOKMARK");
        assertThat(events.getLast()
                        .path("object")
                        .path("metadata")
                        .path("annotations")
                        .path("k8s.io/initial-events-end")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void whatLeavesTheSelectionIsGoneToItsWatcher() {
        // given
        var red = label(create("a"), "red");
        label(red, "green");
        label(create("b"), "green");

        // when
        var events = new Http(KUBE.kube())
                .lines(path("timeoutSeconds=1&labelSelector=color%3Dred&resourceVersion="
                        + (Long.parseLong(red.getMetadata().getResourceVersion()) - 1)))
                .map(Http::tree)
                .map(WatchTest::told)
                .toList();

        // then
        assertThat(events).containsExactly("ADDED a", "DELETED a");
    }

    @Test
    void aVersionThatIsNotKnownIsGone() {
        // when
        var event = Http.tree(new Http(KUBE.kube())
                .lines(path("resourceVersion=99999999"))
                .findFirst()
                .orElseThrow());

        // then
        assertThat(event.path("type").asText()).isEqualTo("ERROR");
        assertThat(event.path("object").path("code").asInt()).isEqualTo(410);
        assertThat(event.path("object").path("reason").asText()).isEqualTo("Expired");
    }

    @Test
    void watchersMayAskForMetadataOnly() {
        // given
        KUBE.client()
                .resource(configMap(KUBE.namespace(), "a", Map.of("secret", "value")))
                .create();

        // when
        var event = new Http(KUBE.kube())
                .lines(
                        path("timeoutSeconds=1"),
                        "Accept",
                        "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
                .map(Http::tree)
                .findFirst()
                .orElseThrow();

        // then
        assertThat(event.path("object").path("kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(event.path("object").has("data")).isFalse();
    }

    @Test
    void aSocketWatcherSeesEachOfManyChangesOnce() {
        // given
        var seen = new CopyOnWriteArrayList<String>();
        var watcher = new Watcher<ConfigMap>() {
            @Override
            public void eventReceived(Action action, ConfigMap object) {
                seen.add(object.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add("closed");
            }
        };
        var maps = KUBE.client().configMaps().inNamespace(KUBE.namespace());

        // when
        try (var watch = maps.watch(new ListOptionsBuilder().build(), watcher)) {
            assertThat(watch).isNotNull();
            IntStream.range(0, 300).parallel().forEach(i -> create("map-" + i));

            // then
            await().untilAsserted(() -> assertThat(seen).hasSize(300));
        }
        assertThat(seen.subList(0, 300)).doesNotHaveDuplicates().doesNotContain("closed");
    }

    @Test
    void anInformerFollows() {
        // given
        var kept = create("kept");
        var gone = create("gone");
        try (var informer =
                KUBE.client().configMaps().inNamespace(KUBE.namespace()).inform()) {

            // when
            label(kept, "red");
            create("new");
            KUBE.client().resource(gone).delete();

            // then
            await().untilAsserted(() -> assertThat(informer.getStore().list())
                    .extracting(map ->
                            map.getMetadata().getName() + map.getMetadata().getLabels())
                    .containsExactlyInAnyOrderElementsOf(List.of("kept{color=red}", "new{}")));
        }
    }
}
