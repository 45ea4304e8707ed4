package com.callbackers.worker.routes;

import static com.callbackers.worker.KubernetesUnderTest.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.route.Route;
import com.callbackers.worker.KubernetesUnderTest;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

@Tag("kubernetes")
class RouteSecretsIT {

    private static final String ERP = "https://erp.example.com";
    private static final String HOOK = "https://hooks.slack.com/services/";

    private KubernetesUnderTest kubernetes = new KubernetesUnderTest();
    private final Numbers numbers = new Numbers();
    private final Routes routes =
            new Routes(new RouteCompiler("example.com"), (route, generation) -> Mono.just(Optional.empty()));
    private final AtomicInteger changes = new AtomicInteger();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @Nullable
    private RouteSecrets running;

    @BeforeEach
    void watchChanges() {
        routes.onChange(changes::incrementAndGet);
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void close() throws IOException {
        logger().detachAppender(log);
        if (running != null) {
            running.close();
        }
        kubernetes.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("com.callbackers.worker.routes");
    }

    private RouteSecrets start() {
        return start("");
    }

    private RouteSecrets start(String podUid) {
        var settings = new RouteSettings(
                "other.example",
                new RouteSettings.Source(
                        RouteSettings.Origin.KUBERNETES,
                        "unused",
                        Duration.ofSeconds(1),
                        new RouteSettings.Kubernetes(kubernetes.namespace(), POD, podUid)));
        var source = new RouteSecrets(
                settings,
                routes,
                numbers,
                () -> KubernetesAccess.client(kubernetes.config()),
                new SimpleMeterRegistry());
        source.start();
        running = source;
        return source;
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(assertion);
    }

    private void soonAtWork(String route, ThrowingConsumer<Route> check) {
        soon(() -> assertThat(routes.table().named(route)).hasValueSatisfying(check));
    }

    private void soonReported(Secret secret) {
        soon(() -> assertThat(reportedVersion()).isGreaterThanOrEqualTo(version(secret)));
    }

    private long reportedVersion() {
        var reported = kubernetes.reported("routes-version");
        return reported.isEmpty() ? 0 : Long.parseLong(reported);
    }

    private static long version(Secret secret) {
        return Long.parseLong(secret.getMetadata().getResourceVersion());
    }

    private static String url(Route route) {
        return route.rules().getFirst().actions().getFirst().target().url();
    }

    private List<String> warnings() {
        synchronized (log) {
            return log.list.stream()
                    .filter(event -> event.getLevel() == Level.WARN)
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }

    @Test
    void whatTheOperatorWroteIsAtWorkAndReported() {
        // given
        var uid = kubernetes.pod(POD);
        kubernetes.write(Bundle.of(3, Yaml.route("a", "a", ERP)));
        var last = kubernetes.write(Bundle.of(1, Yaml.slackRoute("b"), Yaml.secret(HOOK + "one")));

        // when
        start(uid);

        // then
        soonReported(last);
        assertThat(routes.table().routes()).extracting("name").containsExactlyInAnyOrder("acme/a", "acme/b");
        assertThat(routes.loaded()).isTrue();
        var lease = kubernetes.report().orElseThrow();
        assertThat(lease.getSpec().getHolderIdentity()).isEqualTo(POD);
        assertThat(lease.getMetadata().getLabels())
                .containsEntry("callbackers.com/kind", "worker-report")
                .containsEntry("app.kubernetes.io/component", "worker");
        assertThat(lease.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getKind()).isEqualTo("Pod");
            assertThat(owner.getName()).isEqualTo(POD);
            assertThat(owner.getUid()).isEqualTo(uid);
        });
        assertThat(kubernetes.reported("refused-routes")).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void noRoutesAreReportedToo() {
        // when
        start();

        // then
        soon(() -> assertThat(routes.loaded()).isTrue());
        soon(() -> assertThat(reportedVersion()).isPositive());
        assertThat(changes).hasValue(1);
    }

    @Test
    void aChangeIsAtWorkBeforeItIsReported() {
        // given
        kubernetes.write(Bundle.of(1, Yaml.route("a", "a", ERP)));
        start();
        soonAtWork("acme/a", route -> assertThat(route.generation()).isEqualTo(1));

        // when
        var written = kubernetes.write(Bundle.of(2, Yaml.route("a", "a", ERP + "/new")));

        // then
        await().pollInterval(Duration.ofMillis(2)).until(() -> reportedVersion() >= version(written));
        assertThat(routes.table().named("acme/a"))
                .hasValueSatisfying(route -> assertThat(url(route)).isEqualTo(ERP + "/new"));
    }

    @Test
    void aDeletedSecretTakesItsRouteAway() {
        // given
        var secret = kubernetes.write(Bundle.of(1, Yaml.route("a", "a", ERP)));
        start();
        soonReported(secret);

        // when
        kubernetes.delete(secret.getMetadata().getName());

        // then
        soon(() -> assertThat(routes.table().routes()).isEmpty());
        soon(() -> assertThat(reportedVersion()).isGreaterThan(version(secret)));
    }

    @Test
    void aBadBundleIsToldOnceAndNamedInTheReport() {
        // given
        var good = Bundle.of(1, Yaml.slackRoute("a"), Yaml.secret(HOOK + "s3cret"));
        kubernetes.write(good);
        start();
        soonAtWork("acme/a", route -> assertThat(url(route)).isEqualTo(HOOK + "s3cret"));

        // when
        var bad = kubernetes.write(Bundle.changed(good, json -> json.replace("\"rules\"", "\"quota\":1,\"rules\"")));

        // then
        soonReported(bad);
        assertThat(kubernetes.reported("refused-routes"))
                .startsWith("{\"acme/a\":\"")
                .contains("spec.quota")
                .doesNotContain("s3cret");
        assertThat(routes.table().named("acme/a"))
                .hasValueSatisfying(route -> assertThat(url(route)).isEqualTo(HOOK + "s3cret"));

        // when
        var other = kubernetes.write(Bundle.of(1, Yaml.route("b", "b", ERP)));

        // then
        soonReported(other);
        assertThat(warnings()).containsExactly("Compiled route cannot be taken, the generation before stays at work");

        // when
        kubernetes.write(good);

        // then
        soon(() -> assertThat(kubernetes.reported("refused-routes")).isEmpty());
    }

    @Test
    void changesWaitForTheDatabaseAndSoDoesTheReport() {
        // given
        var first = kubernetes.write(Bundle.of(1, Yaml.route("a", "a", ERP)));
        start();
        soonReported(first);
        var reported = reportedVersion();
        numbers.away(true);

        // when
        var second = kubernetes.write(Bundle.of(2, Yaml.route("a", "a", ERP + "/new")));

        // then
        soon(() -> assertThat(numbers.asked()).hasSizeGreaterThan(2));
        assertThat(reportedVersion()).isEqualTo(reported);
        assertThat(warnings())
                .containsExactly("Changed routes cannot be taken over yet and are tried again every second");

        // when
        numbers.away(false);

        // then
        soonReported(second);
        assertThat(routes.table().named("acme/a"))
                .hasValueSatisfying(route -> assertThat(url(route)).isEqualTo(ERP + "/new"));
    }

    @Test
    void nothingIsLoadedUntilTheApiAnswers() {
        // given
        kubernetes.write(Bundle.of(1, Yaml.route("a", "a", ERP)));
        kubernetes.goAway();

        // when
        var source = start();

        // then
        soon(() -> assertThat(warnings())
                .contains("Routes cannot be read from the Kubernetes API at " + kubernetes.url()
                        + "/, which is tried again"));
        assertThat(routes.loaded()).isFalse();

        // when
        kubernetes.comeBack();

        // then
        soonAtWork("acme/a", route -> assertThat(route.generation()).isEqualTo(1));
        soon(() -> assertThat(source.isReported()).isTrue());
    }

    @Test
    void goesOnWhileTheApiIsAwayAndCatchesUpWhenItIsBack() {
        // given
        kubernetes.write(Bundle.of(1, Yaml.route("a", "a", ERP)));
        var gone = kubernetes.write(Bundle.of(1, Yaml.route("b", "b", ERP)));
        start();
        soonReported(gone);

        // when
        kubernetes.goAway();
        kubernetes.delete(gone.getMetadata().getName());
        var changed = kubernetes.write(Bundle.of(2, Yaml.route("a", "a", ERP + "/new")));

        // then
        soon(() -> assertThat(warnings())
                .contains("Changed routes are not seen until the Kubernetes API at " + kubernetes.url() + "/ is back"));
        assertThat(routes.table().routes()).extracting("name").containsExactlyInAnyOrder("acme/a", "acme/b");

        // when
        kubernetes.comeBack();

        // then
        soonReported(changed);
        assertThat(routes.table().routes()).extracting("name").containsExactly("acme/a");
        assertThat(routes.table().named("acme/a"))
                .hasValueSatisfying(route -> assertThat(url(route)).isEqualTo(ERP + "/new"));
    }

    @Test
    void whatNoWatchSawIsSeenInTheNextList(@TempDir Path data) throws IOException {
        // given
        kubernetes.close();
        kubernetes = KubernetesUnderTest.in(data);
        kubernetes.write(Bundle.of(1, Yaml.route("a", "a", ERP)));
        var gone = kubernetes.write(Bundle.of(1, Yaml.route("b", "b", ERP)));
        start();
        soonReported(gone);

        // when
        kubernetes.goAway();
        kubernetes.restart();
        var changed = kubernetes.write(Bundle.of(2, Yaml.route("a", "a", ERP + "/new")));
        kubernetes.delete(gone.getMetadata().getName());
        kubernetes.comeBack();

        // then
        soon(() -> assertThat(reportedVersion()).isGreaterThan(version(changed)));
        assertThat(routes.table().routes()).extracting("name").containsExactly("acme/a");
        assertThat(routes.table().named("acme/a"))
                .hasValueSatisfying(route -> assertThat(url(route)).isEqualTo(ERP + "/new"));
    }

    @Test
    void aReportOfAnEarlierWorkerOfThisNameIsNotLeftStanding() {
        // given
        kubernetes
                .client()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(kubernetes.namespace())
                        .withName("worker-" + POD)
                        .addToAnnotations("callbackers.com/routes-version", "999999999")
                        .addToAnnotations("callbackers.com/refused-routes", "{\"a/b\":\"c\"}")
                        .endMetadata()
                        .build())
                .fieldManager("callbackers-worker")
                .serverSideApply();
        numbers.away(true);
        kubernetes.write(Bundle.of(1, Yaml.route("a", "a", ERP)));

        // when
        var source = start();

        // then
        soon(() -> assertThat(kubernetes.reported("routes-version")).isEmpty());
        assertThat(source.isReported()).isFalse();

        // when
        numbers.away(false);

        // then
        soon(() -> assertThat(reportedVersion()).isBetween(1L, 999_999_998L));
        assertThat(kubernetes.reported("refused-routes")).isEmpty();
    }

    @Test
    void manyChangesAreFewTablesAndFewerReports() {
        // given
        var source = start();
        soon(() -> assertThat(source.isReported()).isTrue());
        var versions = new CopyOnWriteArrayList<String>();
        var unused =
                kubernetes.client().leases().inNamespace(kubernetes.namespace()).inform(new Reports(versions));

        // when
        var last = IntStream.range(0, 200)
                .mapToObj(i -> kubernetes.write(Bundle.of(1, Yaml.route("r" + i, "h" + i, ERP))))
                .reduce((before, after) -> after)
                .orElseThrow();

        // then
        soonReported(last);
        assertThat(routes.table().routes()).hasSize(200);
        soon(() -> assertThat(versions).contains(kubernetes.reported("routes-version")));
        assertThat(versions.size()).isLessThan(changes.get());
        unused.close();
    }

    @Test
    void aWorkerThatStopsTakesItsReportBack() throws IOException {
        // given
        var source = start();
        soon(() -> assertThat(kubernetes.report()).isPresent());

        // when
        source.close();

        // then
        assertThat(kubernetes.report()).isEmpty();
    }

    @Test
    void secretsOfOthersAreLeftAlone() {
        // given
        kubernetes.write(new SecretBuilder()
                .withNewMetadata()
                .withName("other")
                .endMetadata()
                .withData(Map.of("a", "Yg=="))
                .build());
        var secret = kubernetes.write(Bundle.of(1, Yaml.route("a", "a", ERP)));

        // when
        start();

        // then
        soonReported(secret);
        assertThat(kubernetes.reported("refused-routes")).isEmpty();
    }
}
