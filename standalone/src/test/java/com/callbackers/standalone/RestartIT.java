package com.callbackers.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartIT {

    @TempDir
    Path folder;

    @Test
    void aSecondStartFindsEverythingAgainEvenAfterAPowerCut() throws Exception {
        try (var sink = new Sink()) {
            // given
            var routes = Files.createDirectory(folder.resolve("routes"));
            Files.writeString(routes.resolve("route.yaml"), """
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackRoute
                    metadata: {name: all, namespace: tenant}
                    spec:
                      rules:
                      - name: all
                        actions:
                        - name: sink
                          type: Forward
                          retry: {schedule: [1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s], jitterPercent: 0}
                          forward: {url: "%s"}
                    """.formatted(sink.url()));
            sink.answerWith(503);
            String id;
            try (var first = RunningStandalone.start(routes, folder.resolve("data"))) {
                id = first.accepted("tenant", "/once", "kept");
                await().atMost(Duration.ofSeconds(20))
                        .until(
                                () -> first.callback(id)
                                        .path("deliveries")
                                        .path(0)
                                        .path("state")
                                        .asString(""),
                                "retrying"::equals);

                // when
                first.kill();
            }
            sink.answerWith(200);

            // then
            try (var second = RunningStandalone.start(routes, folder.resolve("data"))) {
                var settled = second.settled(id);
                assertThat(settled.path("deliveries").get(0).path("state").asString())
                        .isEqualTo("delivered");
                assertThat(second.stop()).isZero();
            }
        }
    }
}
