package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Callback;
import com.callbackers.console.Client.Answer;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.resources.Catalog;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.delivery.Outcome.Unreachable;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Appender;
import com.callbackers.journal.BatchSteps;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.DeliveryEntry;
import com.callbackers.journal.Database;
import com.callbackers.journal.Decisions;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.RouteVersions;
import com.callbackers.queue.Broker;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who gets in, and what they see and may do there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginIT {

    private static final String ADMIN = "ada";
    private static final String VIEWER = "vera";
    private static final String OPERATOR = "otto";
    private static final String NOBODY = "noah";
    private static final Map<String, List<String>> GROUPS = Map.of(
            ADMIN,
            List.of("platform"),
            VIEWER,
            List.of("card-readers"),
            OPERATOR,
            List.of("card-team"),
            NOBODY,
            List.of());

    private final Database database = Database.fresh();
    private final Broker broker = Broker.fresh();
    private final Callbacks callbacks = new Callbacks(database.connectionFactory());
    private final RouteVersions versions = new RouteVersions(database.connectionFactory(), Clock.systemUTC());
    private final Appender appender = new Appender(database.connectionFactory(), ids -> {}, Appender.Settings.DEFAULT);
    private final Recorded recorded = new Recorded(
            appender,
            new Decisions(database.connectionFactory(), Clock.systemUTC()),
            new Deliveries(database.connectionFactory(), Clock.systemUTC()));
    private IdentityProvider provider;
    private RunningConsole console;
    private Client client;
    private Callback cards;
    private Callback shop;
    private Callback undecided;
    private UUID cardsDelivery;
    private UUID shopDelivery;

    @BeforeAll
    void start() {
        provider = IdentityProvider.start(0, Browser.CONSOLE, GROUPS);
        console = RunningConsole.start(database, broker, new TwoRoutes(), settings(provider.issuer()));
        client = new Client(console.port(), Contract.read());
        cards = recorded.received("cards.localhost", "a card's");
        cardsDelivery = recorded.routed(cards, "cards/sms", "shortcut", "team").getFirst();
        shop = recorded.received("shop.localhost", "a shop's");
        shopDelivery = recorded.routed(shop, "shop/orders", "till", "erp").getFirst();
        undecided = recorded.received("cards.localhost", "not decided yet");
        recorded.unrouted(recorded.received("nobodys.localhost", "for nobody"));
        versions.remember("cards/sms", 3, TwoRoutes.CARDS.toString()).block();
        versions.remember("shop/orders", 3, TwoRoutes.SHOP.toString()).block();
    }

    private static String[] settings(String issuer) {
        return new String[] {
            "callbackers.console.url=" + Browser.CONSOLE,
            "callbackers.console.login.issuer=" + issuer,
            "callbackers.console.login.client-secret=" + IdentityProvider.SECRET,
            "callbackers.console.login.grants[0].role=admin",
            "callbackers.console.login.grants[0].namespaces=*",
            "callbackers.console.login.grants[0].groups=platform",
            "callbackers.console.login.grants[1].role=viewer",
            "callbackers.console.login.grants[1].namespaces=cards",
            "callbackers.console.login.grants[1].groups=card-readers",
            "callbackers.console.login.grants[2].role=operator",
            "callbackers.console.login.grants[2].namespaces=cards,parcels",
            "callbackers.console.login.grants[2].groups=card-team"
        };
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        provider.close();
        appender.close();
        database.close();
    }

    @Test
    void aPageLeadsToTheProviderAndBackToThePage() {
        // given
        var browser = new Browser(console.port(), VIEWER);

        // when
        var page = browser.visit("/api/routes?");

        // then
        assertThat(page.status()).isEqualTo(200);
        assertThat(browser.visited())
                .extracting(URI::getAuthority)
                .contains("console.test", "localhost:" + provider.port());
        assertThat(browser.visited().getLast()).hasPath("/api/routes");
        assertThat(browser.session().path("user").asString()).isEqualTo(VIEWER);
        assertThat(browser.session().path("roles")).hasToString("[{\"namespace\":\"cards\",\"role\":\"viewer\"}]");
    }

    @Test
    void theSessionsCookieIsKeptFromScriptsAndOtherSites() {
        // given
        var browser = new Browser(console.port(), VIEWER);

        // when
        browser.visit("/");

        // then
        assertThat(browser.setCookies()).anySatisfy(cookie -> assertThat(cookie)
                .startsWith("__Host-callbackers=")
                .contains("Path=/", "Secure", "HTTPOnly", "SameSite=Lax"));
    }

    @Test
    void aLoginMakesANewSession() {
        // given
        var browser = new Browser(console.port(), VIEWER);

        // when
        browser.visit("/");

        // then
        assertThat(browser.setCookies().stream()
                        .filter(cookie -> cookie.startsWith("__Host-callbackers="))
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/callbacks",
        "GET, /api/callbacks/stream",
        "GET, /api/session",
        "GET, /api/openapi.yaml",
        "GET, /",
        "GET, /api/deliveries",
        "POST, /api/deliveries/retry",
        "POST, /api/preview",
        "PUT, /api/routes/cards/sms",
        "GET, /routes/new",
        "GET, /routes/schema",
        "POST, /logout",
        "GET, /nothing"
    })
    void nobodyGetsInWithoutALogin(String method, String path) {
        // when
        var answer = client.call(method, path, Map.of("Accept", "*/*"), null);

        // then
        assertThat(answer.status()).isIn(401, 403);
        assertThat(answer.headers().getContentType()).hasToString("application/problem+json");
    }

    @Test
    void whoIsRefusedIsToldHowToComeIn() {
        // when
        var answer = client.get("/api/callbacks");

        // then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().getFirst("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.json().path("detail").asString()).contains("log in", "bearer token");
    }

    Stream<String> badTokens() throws Exception {
        var other = IdentityProvider.start(0, Browser.CONSOLE, GROUPS);
        var parts = parts(provider.token(VIEWER));
        var forAdmin = parts(provider.token(ADMIN));
        try (other) {
            return Stream.of(
                    "nonsense",
                    provider.token(
                            VIEWER, claims -> claims.issuedAt(Instant.now().minusSeconds(600))
                                    .expiresAt(Instant.now().minusSeconds(300))),
                    provider.token(
                            VIEWER, claims -> claims.notBefore(Instant.now().plusSeconds(300))),
                    provider.token(VIEWER, claims -> claims.audience(List.of("another"))),
                    provider.token(VIEWER, claims -> claims.issuer("http://localhost:1")),
                    provider.token(VIEWER, claims -> claims.claims(all -> all.remove("exp"))),
                    provider.token(VIEWER, claims -> claims.claims(all -> all.remove("aud"))),
                    other.token(VIEWER, claims -> claims.issuer(provider.issuer())),
                    parts.get(0) + "." + forAdmin.get(1) + "." + parts.get(2),
                    parts.get(0) + "." + parts.get(1) + ".",
                    // {"alg":"none"}
                    "eyJhbGciOiJub25lIn0." + forAdmin.get(1) + ".");
        }
    }

    @ParameterizedTest
    @MethodSource
    void badTokens(String token) {
        // when
        var answer = call(token, "GET", "/api/callbacks");

        // then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().getFirst("WWW-Authenticate"))
                .startsWith("Bearer")
                .contains("invalid_token");
        assertThat(answer.json().path("detail").asString()).startsWith("the bearer token is not accepted");
    }

    @Test
    void whoHasNoRoleIsToldSo() {
        // when
        var answer = as(NOBODY, "GET", "/api/callbacks");
        var session = as(NOBODY, "GET", "/api/session");

        // then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("detail").asString()).contains("'noah'", "callbackers.console.login.grants");
        assertThat(session.json().path("roles")).isEmpty();
    }

    @Test
    void whoHasARoleInAllNamespacesSeesAll() {
        // when
        var listed = hosts(as(ADMIN, "GET", "/api/callbacks?limit=500"));

        // then
        assertThat(listed).contains("cards.localhost", "shop.localhost", "nobodys.localhost");
        assertThat(as(ADMIN, "GET", "/api/callbacks/" + shop.id()).status()).isEqualTo(200);
        assertThat(as(ADMIN, "GET", "/api/routes").json().path("items")).hasSize(2);
    }

    @Test
    void othersSeeWhatIsOfTheirNamespaces() {
        // when
        var listed = as(VIEWER, "GET", "/api/callbacks?limit=500");

        // then
        assertThat(hosts(listed)).contains("cards.localhost").doesNotContain("shop.localhost", "nobodys.localhost");
        assertThat(listed.json().path("items").valueStream().map(item -> item.path("id")
                        .asString()))
                .contains(cards.id().toString(), undecided.id().toString());
        assertThat(as(VIEWER, "GET", "/api/callbacks/" + cards.id()).status()).isEqualTo(200);
        assertThat(as(VIEWER, "GET", "/api/callbacks/" + undecided.id()).status())
                .isEqualTo(200);
        assertThat(hosts(as(VIEWER, "GET", "/api/senders")))
                .contains("cards.localhost")
                .doesNotContain("shop.localhost", "nobodys.localhost");
        assertThat(as(VIEWER, "GET", "/api/routes").json().path("items").valueStream())
                .extracting(route -> route.at("/metadata/namespace").asString())
                .containsExactly("cards");
    }

    @Test
    void aFilterOpensNothing() {
        // when
        var byHost = as(VIEWER, "GET", "/api/callbacks?host=shop.localhost");
        var byRoute = as(VIEWER, "GET", "/api/callbacks?route=shop/orders");
        var byText = as(VIEWER, "GET", "/api/callbacks?q=shop");
        var senders = as(VIEWER, "GET", "/api/senders?host=shop.localhost");

        // then
        assertThat(List.of(byHost, byRoute, byText, senders))
                .allSatisfy(answer -> assertThat(answer.json().path("items")).isEmpty());
    }

    @Test
    void pagesShowNoMoreThanTheApi() {
        // given
        var viewer = new Browser(console.port(), VIEWER);
        var operator = new Browser(console.port(), OPERATOR);

        // when
        var list = viewer.visit("/callbacks").text();
        var others = List.of(
                viewer.visit("/callbacks?host=shop.localhost").text(),
                viewer.visit("/undelivered?host=shop.localhost").text(),
                viewer.visit("/senders?host=shop.localhost").text());
        var hidden = List.of(
                viewer.visit("/callbacks/" + shop.id()),
                viewer.visit("/callbacks/" + shop.id() + "/row"),
                viewer.visit("/callbacks/" + shop.id() + "/fate"),
                viewer.visit("/routes/shop/orders"));

        // then
        assertThat(list)
                .contains(cards.id().toString(), ">vera<")
                .doesNotContain(shop.id().toString());
        assertThat(others)
                .allSatisfy(page -> assertThat(page).doesNotContain(shop.id().toString(), "till"));
        assertThat(hidden).allSatisfy(page -> assertThat(page.status()).isEqualTo(404));
        assertThat(viewer.visit("/callbacks/" + cards.id()).text()).doesNotContain("/retry", "data-replay");
        assertThat(operator.visit("/callbacks/" + cards.id()).text()).contains("/retry", "data-replay");
    }

    @Test
    void aPagesVolumeCountsWhatIsSeen() {
        // given
        var viewer = new Browser(console.port(), VIEWER);

        // when
        var volume = viewer.visit("/callbacks/volume?host=shop.localhost").text();

        // then
        assertThat(volume).contains("<b>0</b>").doesNotContain("<b>1</b>");
    }

    @ParameterizedTest
    @ValueSource(strings = {VIEWER, OPERATOR})
    void theRestIsAsIfItWereNotThere(String user) {
        // when
        var answers = List.of(
                as(user, "GET", "/api/callbacks/" + shop.id()),
                as(user, "GET", "/api/callbacks/" + shop.id() + "/body"),
                as(user, "GET", "/api/deliveries/" + shopDelivery),
                as(user, "POST", "/api/deliveries/" + shopDelivery + "/retry"),
                as(user, "POST", "/api/deliveries/" + shopDelivery + "/cancel"),
                as(user, "POST", "/api/callbacks/" + shop.id() + "/replay"),
                as(user, "GET", "/api/routes/shop/orders"));

        // then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(404));
        assertThat(answers.getFirst().json().path("detail").asString()).isEqualTo("there is no callback " + shop.id());
        assertThat(state(shop, shopDelivery)).isEqualTo(DeliveryState.PENDING);
    }

    @Test
    void aStreamTellsOfTheirNamespacesOnly() {
        // given
        try (var stream =
                client.follow("/api/callbacks/stream", Map.of("Authorization", "Bearer " + provider.token(VIEWER)))) {
            await().until(() -> stream.text().contains("heartbeat"));

            // when
            await().until(() -> {
                recorded.routed(recorded.received("shop.localhost", "hidden"), "shop/orders", "till", "erp");
                recorded.routed(recorded.received("cards.localhost", "shown"), "cards/sms", "shortcut", "team");
                return stream.text().contains("cards.localhost");
            });

            // then
            assertThat(stream.events()).isNotEmpty().allSatisfy(event -> assertThat(event)
                    .contains("cards.localhost"));
        }
    }

    @Test
    void aViewerChangesNothing() {
        // when
        var answers = List.of(
                as(VIEWER, "POST", "/api/deliveries/" + cardsDelivery + "/retry"),
                as(VIEWER, "POST", "/api/deliveries/" + cardsDelivery + "/cancel"),
                as(VIEWER, "POST", "/api/callbacks/" + cards.id() + "/replay"));

        // then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().path("detail").asString())
                    .isEqualTo("this takes the role operator in namespace cards");
        });
        assertThat(state(cards, cardsDelivery)).isEqualTo(DeliveryState.PENDING);
    }

    @Test
    void anOperatorRetriesCancelsAndReplays() {
        // given
        var callback = recorded.received("cards.localhost", "to operate");
        var delivery =
                recorded.routed(callback, "cards/sms", "shortcut", "team").getFirst();

        // when
        var retried = as(OPERATOR, "POST", "/api/deliveries/" + delivery + "/retry");
        var cancelled = as(OPERATOR, "POST", "/api/deliveries/" + delivery + "/cancel");
        var replayed = as(OPERATOR, "POST", "/api/callbacks/" + callback.id() + "/replay");

        // then
        assertThat(List.of(retried.status(), cancelled.status(), replayed.status()))
                .containsExactly(200, 200, 201);
    }

    @Test
    void aLinkShowsWhatItWasMadeForToThoseWithoutALogin() {
        // given
        var callback = recorded.received("cards.localhost", "for the one with the link");
        recorded.routed(callback, "cards/sms", "shortcut", "team");

        // when
        var made = as(OPERATOR, "POST", "/api/shares?host=cards.localhost&q=with+the+link");
        var url = made.json().path("url").asString();
        var shown = client.get(url.substring(Browser.CONSOLE.length()));

        // then
        assertThat(url).startsWith(Browser.CONSOLE + "/shared/");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.text()).contains("for the one with the link");
        assertThat(client.get("/assets/console.css").status()).isEqualTo(200);
        assertThat(client.get("/shared/" + "a".repeat(43)).status()).isEqualTo(404);
        assertThat(as(VIEWER, "GET", "/api/shares").json().path("items")).isEmpty();
        assertThat(as(ADMIN, "GET", "/api/shares").json().path("items")).hasSize(1);
    }

    @Test
    void onlyAnOperatorSharesAndNobodyLearnsOfOthersHosts() {
        // when
        var viewers = as(VIEWER, "POST", "/api/shares?host=cards.localhost");
        var elsewhere = as(OPERATOR, "POST", "/api/shares?host=shop.localhost");
        var nobodys = as(OPERATOR, "POST", "/api/shares?host=nobodys.localhost");
        var asked = as(VIEWER, "GET", "/never-came?host=shop.localhost");

        // then
        assertThat(List.of(viewers.status(), elsewhere.status(), nobodys.status(), asked.status()))
                .containsOnly(403);
    }

    @Test
    void aTenantCanBeAskedFor() {
        // given
        var order = recorded.received("shop.localhost", "of the shop, by its host");
        var card = recorded.received("cards.localhost", "of cards, by its host");

        // when
        var ofShop = as(ADMIN, "GET", "/api/callbacks?tenant=shop&limit=500").text();
        var forbidden = as(VIEWER, "GET", "/api/callbacks?tenant=shop");
        var page = as(ADMIN, "GET", "/callbacks?tenant=shop").text();
        var senders = as(ADMIN, "GET", "/api/senders?tenant=shop");
        var undelivered = as(ADMIN, "GET", "/api/deliveries?tenant=nobody");

        // then
        assertThat(ofShop)
                .contains(order.id().toString())
                .doesNotContain(card.id().toString());
        assertThat(page)
                .contains(order.id().toString())
                .doesNotContain(card.id().toString());
        assertThat(forbidden.json().path("items")).isEmpty();
        assertThat(senders.json().path("items").valueStream().map(item -> item.path("host")
                        .asString()))
                .doesNotContain("cards.localhost");
        assertThat(undelivered.json().path("items")).isEmpty();
    }

    private static String draft(String namespace, String host) {
        return """
                {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackRoute",
                 "metadata": {"name": "draft", "namespace": "%s"},
                 "spec": {"hosts": ["%s"], "rules": [{"name": "all"}]}}
                """.formatted(namespace, host);
    }

    @Test
    void onlyAnAdminSavesRoutes() {
        // when
        var byOperator =
                call(provider.token(OPERATOR), "PUT", "/api/routes/cards/draft", draft("cards", "cards.localhost"));
        var byAdmin = call(provider.token(ADMIN), "PUT", "/api/routes/cards/draft", draft("cards", "cards.localhost"));

        // then
        assertThat(byOperator.status()).isEqualTo(403);
        assertThat(byOperator.json().path("detail").asString())
                .isEqualTo("this takes the role admin in namespace cards");
        assertThat(byAdmin.status()).isEqualTo(200);
    }

    @Test
    void aPreviewShowsNoCallbacksOfOthers() {
        // given
        var others = recorded.received("parcels.localhost", "not for the readers of cards");
        recorded.routed(others, "parcels/tracking", "unknown", "team");
        var token = provider.token(VIEWER);

        // when
        var elsewhere =
                call(token, "POST", "/api/preview", "{\"route\": %s}".formatted(draft("parcels", "parcels.localhost")));
        var byHost =
                call(token, "POST", "/api/preview", "{\"route\": %s}".formatted(draft("cards", "parcels.localhost")));
        var byId = call(
                token,
                "POST",
                "/api/preview",
                "{\"callback\": \"%s\", \"route\": %s}".formatted(others.id(), draft("cards", "cards.localhost")));
        var ofAll = call(
                provider.token(ADMIN),
                "POST",
                "/api/preview",
                "{\"route\": %s}".formatted(draft("cards", "parcels.localhost")));

        // then
        assertThat(elsewhere.status()).isEqualTo(403);
        assertThat(byHost.json().path("items")).isEmpty();
        assertThat(byId.status()).isEqualTo(404);
        assertThat(ofAll.text()).contains(others.id().toString());
    }

    @Test
    void aReplayByTheRulesOfNowTakesTheRoleWhereTheyAre() {
        // given
        var moved = recorded.received("moved.localhost", "was of cards once");
        recorded.routed(moved, "cards/sms", "shortcut", "team");

        // when
        var byThoseOfNow = as(OPERATOR, "POST", "/api/callbacks/" + moved.id() + "/replay");
        var byThoseOfThen = call(
                provider.token(OPERATOR), "POST", "/api/callbacks/" + moved.id() + "/replay", "{\"rules\": \"then\"}");

        // then
        assertThat(byThoseOfNow.status()).isEqualTo(403);
        assertThat(byThoseOfThen.status()).isEqualTo(201);
    }

    @Test
    void manyAreRetriedWhereTheCallerMay() {
        // given
        var ofCards = recorded.received("cards.localhost", "to retry");
        var ofShop = recorded.received("shop.localhost", "not to retry");
        var mine = recorded.routed(ofCards, "cards/sms", "shortcut", "team").getFirst();
        var theirs = recorded.routed(ofShop, "shop/orders", "till", "erp").getFirst();
        Stream.of(mine, theirs)
                .forEach(delivery -> recorded.attempted(
                        delivery,
                        new Unreachable("connection refused", new Timings(null, null, 3)),
                        new Verdict.GiveUp("no more")));

        // when
        var byViewer = as(VIEWER, "POST", "/api/deliveries/retry?state=exhausted");
        var listed = as(OPERATOR, "GET", "/api/deliveries?state=exhausted");
        var byOperator = as(OPERATOR, "POST", "/api/deliveries/retry?state=exhausted");

        // then
        assertThat(byViewer.json().path("retried").asInt()).isZero();
        assertThat(listed.json().path("items").valueStream())
                .extracting(item -> item.at("/callback/host").asString())
                .containsOnly("cards.localhost");
        assertThat(byOperator.json().path("retried").asInt()).isEqualTo(1);
        new BatchSteps(database.connectionFactory(), Clock.systemUTC())
                .retries(100)
                .block();
        var batch = "/api/batches/" + byOperator.json().path("batch").asString();
        assertThat(as(VIEWER, "POST", batch + "/stop").status()).isEqualTo(404);
        assertThat(as(ADMIN, "GET", batch).status()).isEqualTo(200);
        assertThat(state(ofCards, mine)).isEqualTo(DeliveryState.RETRYING);
        assertThat(state(ofShop, theirs)).isEqualTo(DeliveryState.EXHAUSTED);
    }

    @Test
    void aChangeInASessionTakesItsToken() {
        // given
        var callback = recorded.received("cards.localhost", "by browser");
        var delivery =
                recorded.routed(callback, "cards/sms", "shortcut", "team").getFirst();
        var browser = new Browser(console.port(), OPERATOR);
        browser.visit("/");
        var another = new Browser(console.port(), OPERATOR);
        another.visit("/");
        var csrf = another.session().path("csrf");

        // when
        var without = browser.call("POST", "/api/deliveries/" + delivery + "/cancel", Map.of());
        var withAnothers = browser.call(
                "POST",
                "/api/deliveries/" + delivery + "/cancel",
                Map.of(csrf.path("header").asString(), csrf.path("token").asString()));
        var with = browser.change("/api/deliveries/" + delivery + "/cancel");

        // then
        assertThat(without.status()).isEqualTo(403);
        assertThat(without.json().path("detail").asString()).contains("/api/session");
        assertThat(withAnothers.status()).isEqualTo(403);
        assertThat(with.status()).isEqualTo(200);
    }

    @Test
    void anAnswerThatAnotherSessionAskedForLogsNobodyIn() {
        // given
        var attacker = new Browser(console.port(), VIEWER);
        var atProvider = attacker.redirect(URI.create(Browser.CONSOLE + "/oauth2/authorization/callbackers"));
        var back = attacker.redirect(atProvider);
        var victim = new Browser(console.port(), OPERATOR);

        // when
        var answer = victim.follow(back);

        // then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("the login did not succeed");
        assertThat(victim.call("GET", "/api/session", Map.of()).status()).isEqualTo(401);
    }

    @Test
    void whoLogsOutIsOut() {
        // given
        var browser = new Browser(console.port(), OPERATOR);
        browser.visit("/");

        // when
        var answer = browser.change("/logout");

        // then
        assertThat(answer.headers().getLocation())
                .asString()
                .startsWith(provider.issuer() + "/connect/logout")
                .contains("post_logout_redirect_uri=" + Browser.CONSOLE);
        assertThat(browser.call("GET", "/api/session", Map.of()).status()).isEqualTo(401);
    }

    @Test
    void pagesOfOtherSitesAreKeptOutOfSessionsToo() {
        // given
        var browser = new Browser(console.port(), OPERATOR);
        browser.visit("/");

        // when
        var answer = browser.call(
                "POST", "/api/deliveries/retry", Map.of("Origin", "https://evil.test", "Sec-Fetch-Site", "cross-site"));

        // then
        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void probesNeedNoLogin() {
        // when
        var health = new Client(console.managementPort(), client.contract()).get("/actuator/health/readiness");

        // then
        assertThat(health.status()).isEqualTo(200);
    }

    @Test
    void theConsoleStartsWithoutTheProviderAndWaitsForIt() throws Exception {
        // given
        var away = IdentityProvider.start(0, Browser.CONSOLE, GROUPS);
        var port = away.port();
        var token = away.token(ADMIN);
        away.close();
        try (var waiting =
                RunningConsole.start(database, broker, new TwoRoutes(), settings("http://localhost:" + port))) {
            var waitingClient = new Client(waiting.port(), client.contract());

            // when
            var early = waitingClient.call("GET", "/api/callbacks", Map.of("Authorization", "Bearer " + token), null);
            var page = new Browser(waiting.port(), ADMIN).visit("/");

            // then
            assertThat(List.of(early, page)).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.text()).contains("identity provider http://localhost:" + port, "cannot be reached");
            });

            // when
            try (var back = IdentityProvider.start(port, Browser.CONSOLE, GROUPS)) {
                var now = waitingClient.call(
                        "GET", "/api/callbacks", Map.of("Authorization", "Bearer " + back.token(ADMIN)), null);

                // then
                assertThat(now.status()).isEqualTo(200);
                assertThat(new Browser(waiting.port(), ADMIN).visit("/").status())
                        .isEqualTo(200);
            }
        }
    }

    private Answer as(String user, String method, String path) {
        return call(provider.token(user), method, path);
    }

    private Answer call(String token, String method, String path) {
        return client.call(method, path, Map.of("Authorization", "Bearer " + token), null);
    }

    private Answer call(String token, String method, String path, String json) {
        return client.call(
                method, path, Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"), json);
    }

    private static List<String> parts(String token) {
        return List.of(token.split("\\.", -1));
    }

    private static List<String> hosts(Answer answer) {
        var hosts = new ArrayList<String>();
        answer.json().path("items").forEach(item -> hosts.add(item.path("host").asString()));
        return hosts;
    }

    private DeliveryState state(Callback callback, UUID delivery) {
        return Optional.ofNullable(callbacks.find(callback.id()).block())
                .flatMap(found -> found)
                .orElseThrow()
                .entry()
                .deliveries()
                .stream()
                .filter(each -> each.id().equals(delivery))
                .map(DeliveryEntry::state)
                .findFirst()
                .orElseThrow();
    }

    private record TwoRoutes() implements Catalog {

        static final JsonNode CARDS = route("cards", "sms", "team", "cards.localhost");
        static final JsonNode SHOP = route("shop", "orders", "erp", "shop.localhost", "moved.localhost");

        private static JsonNode route(String namespace, String name, String action, String... hosts) {
            return JsonMapper.shared().readTree("""
                    {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackRoute",
                     "metadata": {"name": "%s", "namespace": "%s"},
                     "spec": {"rules": [{"name": "approvals", "actions": [{"name": "%s"}]}]},
                     "status": {"hosts": [%s]}}
                    """.formatted(
                            name,
                            namespace,
                            action,
                            Stream.of(hosts)
                                    .map(host -> "{\"host\": \"%s\", \"state\": \"Claimed\"}".formatted(host))
                                    .collect(Collectors.joining(", "))));
        }

        @Override
        public List<JsonNode> routes() {
            return List.of(CARDS, SHOP);
        }

        @Override
        public Optional<JsonNode> route(String namespace, String name) {
            return routes().stream()
                    .filter(each -> Tenancy.namespace(each).equals(namespace)
                            && each.at("/metadata/name").asString().equals(name))
                    .findFirst();
        }
    }
}
