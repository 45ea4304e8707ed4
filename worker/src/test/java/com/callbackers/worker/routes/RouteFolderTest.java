package com.callbackers.worker.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.route.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RouteFolderTest {

    private static final String ERP = "https://erp.example.com";
    private static final RouteSettings.Kubernetes NOWHERE = new RouteSettings.Kubernetes("", "", "");
    private static final String HOOK = "https://hooks.slack.com/services/";

    private Path folder;

    private final Generations generations = new Generations();
    private final Routes routes = new Routes(new RouteCompiler("example.com"), generations::find);
    private final AtomicInteger changes = new AtomicInteger();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @Nullable
    private RouteFolder reader;

    RouteFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void watchChanges() {
        routes.onChange(changes::incrementAndGet);
        log.start();
        logger().addAppender(log);
        logger().setLevel(Level.INFO);
    }

    @AfterEach
    void close() throws IOException {
        logger().detachAppender(log);
        logger().setLevel(null);
        if (reader != null) {
            reader.close();
        }
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RouteFolder.class);
    }

    /** With a rescan so rare that only the watch can notice a change. */
    private void start() throws IOException {
        start(Duration.ofHours(1));
    }

    private void start(Duration rescan) throws IOException {
        var settings = new RouteSettings(
                "example.com",
                new RouteSettings.Source(RouteSettings.Origin.FOLDER, folder.toString(), rescan, NOWHERE));
        reader = new RouteFolder(settings, routes, generations);
        reader.start();
    }

    private void write(String file, String yaml) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), yaml);
    }

    /** As editors save: beside, then over it. */
    private void replace(String file, String yaml) throws IOException {
        var beside = folder.resolve(file + ".tmp");
        Files.writeString(beside, yaml);
        Files.move(beside, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(assertion);
    }

    private void soonAtWork(String route, ThrowingConsumer<Route> check) {
        soon(() -> assertThat(routes.table().named(route)).hasValueSatisfying(check));
    }

    private String url(String route) {
        return routes.table()
                .named(route)
                .orElseThrow()
                .rules()
                .getFirst()
                .actions()
                .getFirst()
                .target()
                .url();
    }

    private List<ILoggingEvent> logged() {
        synchronized (log) {
            return List.copyOf(log.list);
        }
    }

    private List<String> warnings() {
        return logged().stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private long said(String message) {
        return logged().stream()
                .filter(event -> event.getFormattedMessage().equals(message))
                .count();
    }

    @Test
    void whatTheFolderHoldsIsAtWork() throws Exception {
        // given
        write("a.yaml", Yaml.route("a", "a", ERP));
        write("deep/er/b.yml", Yaml.route("b", "b", ERP));
        write("notes.txt", "not YAML: [");
        write(".hidden.yaml", "not YAML: [");
        write(".git/c.yaml", Yaml.route("c", "c", ERP));

        // when
        start();

        // then
        soon(() ->
                assertThat(routes.table().routes()).extracting("name").containsExactlyInAnyOrder("acme/a", "acme/b"));
        assertThat(routes.table().forHost("a.example.com")).isPresent();
        assertThat(routes.loaded()).isTrue();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void anEmptyFolderIsLoadedToo() throws Exception {
        // when
        start();

        // then
        soon(() -> assertThat(routes.loaded()).isTrue());
        assertThat(changes).hasValue(1);
    }

    @Test
    void anEditIsTheNextGeneration() throws Exception {
        // given
        write("a.yaml", Yaml.route("a", "a", ERP));
        start();
        soonAtWork("acme/a", route -> assertThat(route.generation()).isEqualTo(1));

        // when
        replace("a.yaml", Yaml.route("a", "a", ERP + "/new"));

        // then
        soonAtWork("acme/a", route -> assertThat(route.generation()).isEqualTo(2));
        assertThat(url("acme/a")).isEqualTo(ERP + "/new");
    }

    @Test
    void anEditThatChangesNoRuleIsNoGeneration() throws Exception {
        // given
        write("a.yaml", Yaml.route("a", "a", ERP));
        start();
        soonAtWork("acme/a", route -> assertThat(route.generation()).isEqualTo(1));

        // when
        write("a.yaml", "# a note\n" + Yaml.route("a", "a", ERP));

        // then
        soon(() -> assertThat(changes).hasValue(2));
        assertThat(routes.table().named("acme/a").orElseThrow().generation()).isEqualTo(1);
    }

    @Test
    void aBadEditIsToldOnceAndTheLastGoodVersionStays() throws Exception {
        // given
        write("a.yaml", Yaml.route("a", "a", ERP));
        start();
        soonAtWork("acme/a", route -> assertThat(route.generation()).isEqualTo(1));

        // when
        write("a.yaml", Yaml.route("a", "b", ERP).replace("\"true\"", "\"nope > 1\""));

        // then
        var file = folder.resolve("a.yaml");
        soon(() -> assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith(file + ":8:12: spec.rules[0].when: ")
                .contains("nope")
                .endsWith("(generation 1 of route acme/a stays at work)"));
        assertThat(routes.table().forHost("a.example.com")).isPresent();
        assertThat(routes.table().forHost("b.example.com")).isEmpty();

        // when
        write("other.yaml", Yaml.route("other", "other", ERP));

        // then
        soon(() -> assertThat(said("Route is at work")).isEqualTo(2));
        assertThat(warnings()).hasSize(1);

        // when
        write("a.yaml", Yaml.route("a", "b", ERP));

        // then
        soon(() -> assertThat(routes.table().forHost("b.example.com")).isPresent());
        assertThat(routes.table().forHost("a.example.com")).isEmpty();
    }

    @Test
    void aFileThatIsNoYamlAnyMoreKeepsAllOfItsRoutes() throws Exception {
        // given
        write("a.yaml", Yaml.route("a", "a", ERP) + "---\n" + Yaml.route("b", "b", ERP));
        start();
        soon(() -> assertThat(routes.table().routes()).hasSize(2));

        // when
        write("a.yaml", Yaml.route("a", "a", ERP) + "---\n{ half a file");

        // then
        soon(() -> assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith(folder.resolve("a.yaml") + ":12:")
                .contains("is not YAML"));
        assertThat(routes.table().routes()).hasSize(2);

        // when
        write("a.yaml", Yaml.route("a", "a", ERP));

        // then
        soon(() -> assertThat(routes.table().routes()).extracting("name").containsExactly("acme/a"));
    }

    @Test
    void aRouteThatNeverWasGoodIsToldAndNotAtWork() throws Exception {
        // given
        write("a.yaml", Yaml.slackRoute("a"));

        // when
        start();

        // then
        soon(() -> assertThat(warnings())
                .containsExactly(folder.resolve("a.yaml")
                        + ":10:28: spec.rules[0].actions[0].slack.webhookUrlSecretRef: there is no Secret 'slack' in "
                        + "namespace acme (route acme/a is not at work)"));
        assertThat(routes.table().routes()).isEmpty();
    }

    @Test
    void aSecretThatChangesReachesTheRoutesThatUseIt() throws Exception {
        // given
        write("secret.yaml", Yaml.secret(HOOK + "one"));
        write("a.yaml", Yaml.slackRoute("a"));
        start();
        soonAtWork("acme/a", route -> assertThat(url("acme/a")).isEqualTo(HOOK + "one"));

        // when
        write("secret.yaml", Yaml.secret(HOOK + "two"));

        // then
        soonAtWork("acme/a", route -> assertThat(url("acme/a")).isEqualTo(HOOK + "two"));
        assertThat(routes.table().named("acme/a").orElseThrow().generation()).isEqualTo(1);
    }

    @Test
    void aSecretReachesTheLastGoodVersionOfARouteToo() throws Exception {
        // given
        write("secret.yaml", Yaml.secret(HOOK + "one"));
        write("a.yaml", Yaml.slackRoute("a"));
        start();
        soonAtWork("acme/a", route -> assertThat(url("acme/a")).isEqualTo(HOOK + "one"));
        write("a.yaml", Yaml.slackRoute("a").replace("hello", "'{{ nope }}'"));
        soon(() -> assertThat(warnings()).hasSize(1));

        // when
        write("secret.yaml", Yaml.secret(HOOK + "two"));

        // then
        soonAtWork("acme/a", route -> assertThat(url("acme/a")).isEqualTo(HOOK + "two"));
    }

    @Test
    void aSecretThatGoesAwayLeavesTheRouteAsItWas() throws Exception {
        // given
        write("secret.yaml", Yaml.secret(HOOK + "one"));
        write("a.yaml", Yaml.slackRoute("a"));
        start();
        soonAtWork("acme/a", route -> assertThat(url("acme/a")).isEqualTo(HOOK + "one"));

        // when
        Files.delete(folder.resolve("secret.yaml"));

        // then
        soon(() -> assertThat(warnings())
                .singleElement()
                .asString()
                .contains("there is no Secret 'slack' in namespace acme (generation 1 of route acme/a stays at work)"));
        assertThat(url("acme/a")).isEqualTo(HOOK + "one");
    }

    @Test
    void aFileThatIsDeletedTakesItsRoutesAlong() throws Exception {
        // given
        write("a.yaml", Yaml.route("a", "a", ERP));
        start();
        soon(() -> assertThat(routes.table().routes()).hasSize(1));

        // when
        Files.delete(folder.resolve("a.yaml"));

        // then
        soon(() -> assertThat(routes.table().routes()).isEmpty());
    }

    @Test
    void aFileThatIsRenamedChangesNothing() throws Exception {
        // given
        write("a.yaml", Yaml.route("a", "a", ERP));
        start();
        soon(() -> assertThat(routes.table().routes()).hasSize(1));

        // when
        Files.move(folder.resolve("a.yaml"), folder.resolve("z.yaml"));
        write("b.yaml", Yaml.route("b", "b", ERP));

        // then
        soon(() -> assertThat(routes.table().routes()).hasSize(2));
        assertThat(routes.table().named("acme/a").orElseThrow().generation()).isEqualTo(1);
    }

    @Test
    void newFoldersAreWatchedToo() throws Exception {
        // given
        start();
        soon(() -> assertThat(routes.loaded()).isTrue());

        // when
        write("new/deep/a.yaml", Yaml.route("a", "a", ERP));

        // then
        soonAtWork("acme/a", route -> assertThat(route.generation()).isEqualTo(1));

        // when
        write("new/deep/a.yaml", Yaml.route("a", "a", ERP + "/new"));

        // then
        soonAtWork("acme/a", route -> assertThat(route.generation()).isEqualTo(2));
    }

    @Test
    void aHostStaysWithItsHolder() throws Exception {
        // given
        write("b.yaml", Yaml.route("b", "x", ERP));
        start();
        soon(() -> assertThat(routes.table().named("acme/b")).isPresent());

        // when
        write("a.yaml", Yaml.route("a", "x", ERP));

        // then
        soon(() -> assertThat(warnings())
                .containsExactly(folder.resolve("a.yaml")
                        + ":5:11: spec.hosts[0]: host x.example.com is held by route acme/b; use another host or let that "
                        + "route give it up (route acme/a is not at work)"));
        assertThat(routes.table().forHost("x.example.com").orElseThrow().name()).isEqualTo("acme/b");

        // when
        write("b.yaml", Yaml.route("b", "y", ERP));

        // then
        soon(() -> assertThat(routes.table().forHost("x.example.com"))
                .hasValueSatisfying(route -> assertThat(route.name()).isEqualTo("acme/a")));
    }

    @Test
    void ofTwoNewClaimsTheFirstFileWins() throws Exception {
        // given
        write("2.yaml", Yaml.route("a", "x", ERP));
        write("1.yaml", Yaml.route("b", "x", ERP));

        // when
        start();

        // then
        soon(() -> assertThat(routes.table().routes()).extracting("name").containsExactly("acme/b"));
    }

    @Test
    void aRouteThatIsThereTwiceIsToldAndTheFirstStands() throws Exception {
        // given
        write("1.yaml", Yaml.route("a", "x", ERP));
        write("2.yaml", Yaml.route("a", "y", ERP));

        // when
        start();

        // then
        soon(() -> assertThat(warnings())
                .containsExactly(folder.resolve("2.yaml")
                        + ":3:18: metadata.name: CallbackRoute acme/a is there already; each name once"));
        assertThat(routes.table().forHost("x.example.com")).isPresent();
    }

    @Test
    void nothingHappensWhenNothingChanged() throws Exception {
        // given
        write("a.yaml", Yaml.route("a", "a", ERP));
        start(Duration.ofMillis(10));
        soon(() -> assertThat(changes).hasValue(1));
        var table = routes.table();

        // when
        Files.setLastModifiedTime(folder.resolve("a.yaml"), FileTime.fromMillis(1_000_000_000_000L));

        // then
        await().during(Duration.ofMillis(300)).until(() -> routes.table() == table);
        assertThat(changes).hasValue(1);
    }

    @Test
    void rulesStartOnceTheDatabaseAnswers() throws Exception {
        // given
        generations.away(true);
        write("a.yaml", Yaml.route("a", "a", ERP));
        start();
        soon(() -> assertThat(warnings())
                .containsExactly("Changed rules cannot be taken over yet and are tried again every second"));
        soon(() -> assertThat(generations.asked()).isGreaterThan(2));
        assertThat(routes.loaded()).isFalse();

        // when
        generations.away(false);

        // then
        soonAtWork("acme/a", route -> assertThat(route.generation()).isEqualTo(1));
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void aFolderThatGoesAwayChangesNothing() throws Exception {
        // given
        write("rules/a.yaml", Yaml.route("a", "a", ERP));
        folder = folder.resolve("rules");
        start(Duration.ofMillis(50));
        soon(() -> assertThat(routes.table().routes()).hasSize(1));

        // when
        Files.move(folder, folder.resolveSibling("moved"));

        // then
        soon(() ->
                assertThat(warnings()).containsExactly(folder + ": cannot be read, so its routes stay as they were"));
        assertThat(routes.table().routes()).hasSize(1);
    }

    @Test
    void filesThatAreTooLargeOrNoTextAreTold() throws Exception {
        // given
        write("large.yaml", "#".repeat((1 << 20) + 1));
        Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});

        // when
        start();

        // then
        soon(() -> assertThat(warnings())
                .containsExactlyInAnyOrder(
                        folder.resolve("large.yaml") + ": is larger than 1 MiB; split it",
                        folder.resolve("binary.yaml") + ": is not UTF-8 text"));
    }

    @Test
    void aMissingFolderStopsTheStartWithASentence() {
        // given
        folder = folder.resolve("nowhere");

        // when
        assertThatThrownBy(this::start)
                // then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The folder of rules " + folder
                        + " is not there; name another one with callbackers.routes.folder or make it");
    }
}
