package com.callbackers.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFolderIT {

    @TempDir
    Path folder;

    @Test
    void anEditCountsAtOnceAndABadOneIsToldWithItsLineWhileTheLastGoodStays() throws Exception {
        try (var sink = new Sink()) {
            // given
            var routes = Files.createDirectory(folder.resolve("routes"));
            var file = routes.resolve("route.yaml");
            write(file, sink, "first", "text.contains('x')");
            try (var standalone = RunningStandalone.start(routes, folder.resolve("data"))) {
                assertThat(sent(standalone, sink)).isEqualTo("first");

                // when
                write(file, sink, "second", "text.contains('x')");

                // then
                await().atMost(Duration.ofSeconds(15)).until(() -> sent(standalone, sink), "second"::equals);

                // when
                write(file, sink, "third", "txt.contains('x')");

                // then
                await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(standalone.output())
                        .contains("route.yaml:7:")
                        .contains("txt"));
                assertThat(sent(standalone, sink)).isEqualTo("second");
                assertThat(standalone.api("/api/routes/tenant/all").body()).contains("InvalidExpression");
            }
        }
    }

    private static void write(Path file, Sink sink, String body, String when) throws IOException {
        var draft = file.resolveSibling("draft");
        Files.writeString(draft, """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: all, namespace: tenant}
                spec:
                  rules:
                  - name: all
                    when: "%s"
                    actions:
                    - {name: sink, type: Forward, forward: {url: "%s", body: "%s"}}
                """.formatted(when, sink.url(), body));
        Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sent(RunningStandalone standalone, Sink sink) throws IOException {
        var id = standalone.accepted("tenant", "/", "x");
        standalone.settled(id);
        return sink.received(each -> each.header("callback-id").equals(id))
                .getFirst()
                .text();
    }
}
