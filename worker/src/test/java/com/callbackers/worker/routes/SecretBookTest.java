package com.callbackers.worker.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.callbackers.journal.RouteVersions.Given;
import com.callbackers.route.Route;
import com.callbackers.worker.routes.SecretBook.Page;
import com.callbackers.worker.routes.SecretBook.Version;
import com.callbackers.worker.routes.SecretWatch.Change;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretBookTest {

    private static final String ERP = "https://erp.example.com";
    private static final String HOOK = "https://hooks.slack.com/services/";

    private final Numbers numbers = new Numbers();
    private final SecretBook book = new SecretBook();

    @AfterEach
    void close() {
        book.close();
    }

    private Page turn(Secret... secrets) throws InterruptedException {
        var changes = new LinkedHashMap<String, Change>();
        for (var secret : secrets) {
            changes.put(secret.getMetadata().getName(), new Change.Written(secret));
        }
        book.read(changes);
        return book.turn(book.number(numbers));
    }

    private static Route route(Page page, String name) {
        return version(page, name).route();
    }

    private static Version version(Page page, String name) {
        return Objects.requireNonNull(page.versions().get(name));
    }

    private static String url(Route route) {
        return route.rules().getFirst().actions().getFirst().target().url();
    }

    @Test
    void eachCompiledRouteIsAtWork() throws Exception {
        // when
        var page = turn(
                Bundle.of(4, Yaml.route("a", "a", ERP)), Bundle.of(1, Yaml.slackRoute("b"), Yaml.secret(HOOK + "one")));

        // then
        assertThat(page.versions()).containsOnlyKeys("acme/a", "acme/b");
        assertThat(page.refused()).isEmpty();
        assertThat(route(page, "acme/a").generation()).isEqualTo(4);
        assertThat(route(page, "acme/a").hosts()).containsExactly("a.example.com");
        assertThat(url(route(page, "acme/b"))).isEqualTo(HOOK + "one");
    }

    @Test
    void theNumberIsTheOneThatTheJournalGives() throws Exception {
        // given
        numbers.add(10);

        // when
        var page = turn(Bundle.of(1, Yaml.route("a", "a", ERP)));

        // then
        assertThat(route(page, "acme/a").generation()).isEqualTo(11);
    }

    @Test
    void aNewSecretValueIsNoNewGeneration() throws Exception {
        // given
        turn(Bundle.of(1, Yaml.slackRoute("a"), Yaml.secret(HOOK + "one")));
        numbers.away(true);

        // when
        var page = turn(Bundle.of(1, Yaml.slackRoute("a"), Yaml.secret(HOOK + "two")));

        // then
        assertThat(url(route(page, "acme/a"))).isEqualTo(HOOK + "two");
        assertThat(route(page, "acme/a").generation()).isEqualTo(1);
        assertThat(numbers.asked()).hasSize(1);
    }

    @Test
    void aRouteMadeAnewIsNumberedAgain() throws Exception {
        // given
        turn(Bundle.of(1, Yaml.route("a", "a", ERP)));

        // when
        turn(Bundle.of(1, Yaml.route("a", "a", ERP + "/new")));

        // then
        assertThat(numbers.asked()).extracting(Given::route).containsExactly("acme/a", "acme/a");
    }

    @Test
    void labelsChangeNothing() throws Exception {
        // given
        var secret = Bundle.of(1, Yaml.route("a", "a", ERP));
        turn(secret);

        // when
        var labelled = new SecretBuilder(secret)
                .editMetadata()
                .addToLabels("x", "y")
                .endMetadata()
                .build();
        book.read(Map.of(secret.getMetadata().getName(), new Change.Written(labelled)));

        // then
        assertThat(book.behind()).isFalse();
    }

    @Test
    void aBadOneKeepsItsLastGoodVersionAndHarmsNoOther() throws Exception {
        // given
        var good = Bundle.of(1, Yaml.slackRoute("a"), Yaml.secret(HOOK + "s3cret"));
        turn(good, Bundle.of(1, Yaml.route("b", "b", ERP)));

        // when
        var page = turn(
                Bundle.changed(good, json -> json.replace("\"rules\"", "\"quota\":1,\"rules\"")),
                Bundle.of(2, Yaml.route("b", "b", ERP + "/new")));

        // then
        assertThat(page.refused()).containsOnlyKeys("acme/a");
        assertThat(page.refused().get("acme/a")).contains("spec.quota").doesNotContain("s3cret");
        assertThat(url(route(page, "acme/a"))).isEqualTo(HOOK + "s3cret");
        assertThat(url(route(page, "acme/b"))).isEqualTo(ERP + "/new");

        // when
        var mended = turn(good);

        // then
        assertThat(mended.refused()).isEmpty();
        assertThat(route(mended, "acme/a").generation()).isEqualTo(1);
    }

    @Test
    void anExpressionThatThisWorkerDoesNotKnowIsRefused() throws Exception {
        // when
        var page = turn(Bundle.changed(
                Bundle.of(1, Yaml.route("a", "a", ERP)), json -> json.replace("\"true\"", "\"tomorrow()\"")));

        // then
        assertThat(page.versions()).isEmpty();
        assertThat(page.refused().get("acme/a")).startsWith("spec.rules[0].when: ");
    }

    @Test
    void whatIsNoCompiledRouteIsRefused() throws Exception {
        // given
        var secret = Bundle.of(1, Yaml.route("a", "a", ERP));
        var empty = new SecretBuilder(secret).withData(Map.of()).build();
        var noJson = Bundle.changed(Bundle.of(1, Yaml.route("b", "b", ERP)), json -> "{");
        var misnamed = new SecretBuilder(Bundle.of(1, Yaml.route("c", "c", ERP)))
                .editMetadata()
                .withName("route.acme.d")
                .endMetadata()
                .build();

        // when
        var page = turn(empty, noJson, misnamed);

        // then
        assertThat(page.versions()).isEmpty();
        assertThat(page.refused())
                .containsEntry("acme/a", "it has no key route.json")
                .containsEntry("acme/b", "it is not JSON")
                .containsEntry("route.acme.d", "it holds the route acme/c, which has another name");
    }

    @Test
    void aPoisonedRouteIsRefusedLikeAnyOther() throws Exception {
        // given
        var deep = "[".repeat(100_000);

        // when
        var page = turn(
                Bundle.changed(Bundle.of(1, Yaml.route("a", "a", ERP)), json -> deep),
                Bundle.of(1, Yaml.route("b", "b", ERP)));

        // then
        assertThat(page.versions()).containsOnlyKeys("acme/b");
        assertThat(page.refused()).containsOnlyKeys("acme/a");
    }

    @Test
    void aDeletedSecretTakesItsRouteAway() throws Exception {
        // given
        var secret = Bundle.of(1, Yaml.route("a", "a", ERP));
        turn(secret, Bundle.of(1, Yaml.route("b", "b", ERP)));

        // when
        book.read(Map.of(secret.getMetadata().getName(), new Change.Deleted()));
        var page = book.turn(book.number(numbers));

        // then
        assertThat(page.versions()).containsOnlyKeys("acme/b");
    }

    @Test
    void changesWaitForTheDatabaseAndTheLatestWins() throws Exception {
        // given
        numbers.away(true);
        var first = Bundle.of(1, Yaml.route("a", "a", ERP));
        assertThatThrownBy(() -> turn(first)).hasMessage("no database");
        assertThat(book.behind()).isTrue();
        assertThatThrownBy(() -> turn(Bundle.of(2, Yaml.route("a", "a", ERP + "/new"))));

        // when
        numbers.away(false);
        var page = book.turn(book.number(numbers));

        // then
        assertThat(url(route(page, "acme/a"))).isEqualTo(ERP + "/new");
        assertThat(book.behind()).isFalse();
    }

    @Test
    void aRouteIsCompiledAgainWithItsOwnSecretsAndDomain() throws Exception {
        // given
        var page = turn(
                Bundle.of(1, Yaml.slackRoute("a"), Yaml.secret(HOOK + "one")), Bundle.of(1, Yaml.route("b", "b", ERP)));

        // when
        var ground = version(page, "acme/a").ground();
        var other = version(page, "acme/b").ground();

        // then
        assertThat(ground.references().secret("acme", "slack", "team").toString())
                .startsWith("Found");
        assertThat(other.references().secret("acme", "slack", "team").toString())
                .startsWith("NoSecret");
    }

    @Test
    void manyAreCompiledAtOnceEachInItsPlace() throws Exception {
        // when
        var page = turn(IntStream.range(0, 300)
                .mapToObj(i -> Bundle.of(i + 1, Yaml.route("r" + i, "h" + i, ERP)))
                .toArray(Secret[]::new));

        // then
        assertThat(page.versions()).hasSize(300);
        assertThat(page.versions().keySet()).startsWith("acme/r0", "acme/r1", "acme/r2");
        assertThat(page.versions())
                .allSatisfy(
                        (name, version) -> assertThat(version.route().name()).isEqualTo(name));
    }
}
