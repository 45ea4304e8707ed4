package com.callbackers.worker.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.journal.Database;
import com.callbackers.journal.RouteVersions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFolderIT {

    @Test
    void generationsGoOnAfterARestart(@TempDir Path folder) throws Exception {
        try (var database = Database.fresh()) {
            // given
            var settings = new RouteSettings(
                    "example.com",
                    new RouteSettings.Source(
                            RouteSettings.Origin.FOLDER,
                            folder.toString(),
                            Duration.ofSeconds(1),
                            new RouteSettings.Kubernetes("", "", "")));
            Files.writeString(folder.resolve("a.yaml"), Yaml.route("a", "a", "https://one.example.com"));
            var before = run(settings, new RouteVersions(database.connectionFactory(), Clock.systemUTC()));
            Files.writeString(folder.resolve("a.yaml"), Yaml.route("a", "a", "https://two.example.com"));

            // when
            var after = run(settings, new RouteVersions(database.connectionFactory(), Clock.systemUTC()));

            // then
            assertThat(before.table().named("acme/a").orElseThrow().generation())
                    .isEqualTo(1);
            assertThat(after.table().named("acme/a").orElseThrow().generation()).isEqualTo(2);
            assertThat(after.generation("acme/a", 1).block()).hasValueSatisfying(route -> assertThat(
                            route.action("all", "erp").orElseThrow().target().url())
                    .isEqualTo("https://one.example.com"));
        }
    }

    private static Routes run(RouteSettings settings, RouteVersions versions) throws Exception {
        var routes = new Routes(settings, versions);
        try (var folder = new RouteFolder(settings, routes, versions)) {
            folder.start();
            await().atMost(Duration.ofSeconds(20)).until(routes::loaded);
        }
        return routes;
    }
}
