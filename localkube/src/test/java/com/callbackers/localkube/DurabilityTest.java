package com.callbackers.localkube;

import static com.callbackers.localkube.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a folder, what was answered is there after a restart, however the process ended. */
class DurabilityTest {

    @TempDir
    Path folder;

    private <T> T running(Function<KubernetesClient, T> action) {
        try (var kube = LocalKube.start(LocalKube.Settings.inMemory().withData(folder));
                var client = KubeExtension.client(kube)) {
            return action.apply(client);
        }
    }

    private static ConfigMap create(KubernetesClient client, String name) {
        return client.resource(configMap("default", name, Map.of("key", "값"))).create();
    }

    @Test
    void objectsOutliveTheProcess() {
        // given
        var before = running(client -> {
            client.resource(create(client, "gone")).delete();
            return create(client, "kept");
        });

        // when
        var after = running(client -> client.configMaps().inNamespace("default").list());

        // then
        assertThat(after.getItems()).containsExactly(before);
    }

    @Test
    void versionsGoOnGrowing() {
        // given
        var before = running(client -> create(client, "a").getMetadata().getResourceVersion());

        // when
        var after = running(client -> create(client, "b").getMetadata().getResourceVersion());

        // then
        assertThat(Long.parseLong(after)).isGreaterThan(Long.parseLong(before));
    }

    @Test
    void kindsAreServedAgain() {
        // given
        running(client -> client.resource(Widgets.definition()).create());

        // when
        var widgets = running(client -> client.genericKubernetesResources("example.com/v1", "Widget")
                .inAnyNamespace()
                .list());

        // then
        assertThat(widgets.getItems()).isEmpty();
    }

    @Test
    void aTornLastLineIsDropped() throws IOException {
        // given
        running(client -> create(client, "a"));
        Files.writeString(
                folder.resolve("objects.log"),
                "put /configmaps {\"apiVersion\":\"v1\",\"me",
                StandardOpenOption.APPEND);

        // when
        var after = running(client -> {
            create(client, "b");
            return client.configMaps().inNamespace("default").list();
        });

        // then
        assertThat(after.getItems())
                .extracting(map -> map.getMetadata().getName())
                .containsExactly("a", "b");
        assertThat(running(client -> client.configMaps().inNamespace("default").list())
                        .getItems())
                .hasSize(2);
    }

    @Test
    void aBrokenLineInTheMiddleStopsTheStart() throws IOException {
        // given
        running(client -> create(client, "a"));
        Files.writeString(folder.resolve("objects.log"), "put /configmaps {\"apiVer\n", StandardOpenOption.APPEND);

        // then
        assertThatThrownBy(() -> running(client -> client)).hasMessageContaining("cannot be read");
    }

    @Test
    void nobodyElseMayReadTheFile() throws IOException {
        // when
        running(client -> create(client, "a"));

        // then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("objects.log"))))
                .isEqualTo("rw-------");
    }

    @Test
    void onlyOneUsesAFolder() {
        running(client -> assertThatThrownBy(
                        () -> LocalKube.start(LocalKube.Settings.inMemory().withData(folder)))
                .hasMessageContaining("another process uses"));
    }

    @Test
    void whatIsNoLongerNeededIsLeftOut() throws IOException {
        // given
        running(client -> {
            for (int i = 0; i < 20; i++) {
                client.resource(create(client, "a")).delete();
            }
            return client;
        });
        var before = Files.size(folder.resolve("objects.log"));

        // when
        running(client -> client);

        // then
        assertThat(Files.size(folder.resolve("objects.log"))).isLessThan(before / 3);
    }
}
