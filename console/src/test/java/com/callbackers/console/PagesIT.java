package com.callbackers.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Header;
import com.callbackers.console.resources.Catalog;
import com.callbackers.delivery.Outcome.Answered;
import com.callbackers.delivery.Outcome.Unreachable;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Appender;
import com.callbackers.journal.BatchSteps;
import com.callbackers.journal.Database;
import com.callbackers.journal.Decisions;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.RouteVersions;
import com.callbackers.queue.Broker;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {

    private static final JsonNode ROUTE = JsonMapper.shared().readTree("""
                    {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackRoute",
                     "metadata": {"name": "company-card", "namespace": "mingkyme", "generation": 3},
                     "spec": {"rules": [{"name": "approvals", "actions": [{"name": "team"}, {"name": "erp"}]}]},
                     "status": {"hosts": [{"host": "mingkyme.localhost", "state": "Claimed"}],
                                "conditions": [{"type": "Ready", "status": "True", "message": "all workers hold it"}]}}
                    """);
    private static final JsonNode KEPT = JsonMapper.shared().readTree("""
                    {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackRoute",
                     "metadata": {"name": "kept", "namespace": "mingkyme", "generation": 1},
                     "spec": {"rules": [{"name": "all"}]}}
                    """);
    private static final JsonNode DESTINATION = JsonMapper.shared().readTree("""
                    {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackDestination",
                     "metadata": {"name": "erp", "namespace": "mingkyme", "generation": 1},
                     "spec": {"type": "Http", "http": {"url": "https://erp.test/"}, "concurrency": 4},
                     "status": {"conditions": [{"type": "Ready", "status": "True", "message": "deliveries are made"}]}}
                    """);
    private static final Path SCREENSHOTS = Path.of(System.getProperty("screenshots", "target/screenshots"));

    private Database database;
    private RunningConsole console;
    private Appender appender;
    private Recorded recorded;
    private Chromium chromium;
    private BrowserContext context;
    private Page page;
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    @BeforeAll
    void start() {
        assumeTrue(Chromium.installed().isPresent(), "there is no Chromium here: the pages are not tested");
        database = Database.fresh();
        appender = new Appender(database.connectionFactory(), ids -> {}, Appender.Settings.DEFAULT);
        recorded = new Recorded(
                appender,
                new Decisions(database.connectionFactory(), Clock.systemUTC()),
                new Deliveries(database.connectionFactory(), Clock.systemUTC()));
        new RouteVersions(database.connectionFactory(), Clock.systemUTC())
                .remember("mingkyme/company-card", 3, ROUTE.toString())
                .block();
        console = RunningConsole.start(database, Broker.fresh(), new OneRoute());
        chromium = Chromium.start();
    }

    @AfterAll
    void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
            console.close();
            appender.close();
            database.close();
        }
    }

    @BeforeEach
    void open() {
        troubles.clear();
        open(new NewContextOptions());
    }

    private void open(NewContextOptions options) {
        context = chromium.browser()
                .newContext(options.setBaseURL("http://localhost:" + console.port())
                        .setTimezoneId("Asia/Seoul")
                        .setPermissions(List.of("clipboard-read", "clipboard-write")));
        page = context.newPage();
        page.setDefaultTimeout(10_000);
        page.onPageError(troubles::add);
        page.onConsoleMessage(message -> {
            // a route that cannot be saved as it is written is no trouble of the page
            if (message.type().equals("error") && !message.text().contains("status of 422")) {
                troubles.add(message.text());
            }
        });
    }

    /** Whatever a test looked at: scripts ran, and nothing was against the content security policy. */
    @AfterEach
    void nothingWentWrong() {
        context.close();
        assertThat(troubles).isEmpty();
    }

    @Test
    void theListShowsTheNewestFirstAndWhatBecameOfEach() {
        // given
        var first = recorded.received("list.test", "a");
        delivered(first, "mingkyme/company-card");
        var second = recorded.received("list.test", "b");
        recorded.unrouted(second);

        // when
        page.navigate("/callbacks?host=list.test");

        // then
        assertThat(page.locator("tr[data-href]")).hasCount(2);
        assertThat(page.locator("tr[data-href]").first()).containsText("unrouted");
        assertThat(page.locator("#c-" + first.id())).containsText("team");
        assertThat(page.locator("#c-" + first.id() + " .state.delivered")).isVisible();
    }

    @Test
    void whatComesShowsUpAndChangesWithoutReloading() {
        // given
        page.navigate("/callbacks?host=live.test");
        assertThat(page.locator("#live-state")).containsText("shows callbacks as they come");

        // when
        var callback = recorded.received("live.test", "now");

        // then
        assertThat(page.locator("#c-" + callback.id())).containsText("received");

        // when
        recorded.unrouted(callback);

        // then
        assertThat(page.locator("#c-" + callback.id())).containsText("unrouted");
        assertThat(page.locator("tr[data-href]")).hasCount(1);
    }

    private static String slackRoute(String host, String when) {
        return """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: company-card, namespace: mingkyme}
                spec:
                  hosts: [%s]
                  rules:
                  - name: approvals
                    when: "%s"
                    actions:
                    - name: team
                      type: Slack
                      slack: {webhookUrlSecretRef: {name: slack, key: team}, text: "*Approved* {{ text }}"}
                """.formatted(host, when);
    }

    private void write(String yaml) {
        page.locator(".CodeMirror").click();
        page.keyboard().press("ControlOrMeta+A");
        page.keyboard().insertText(yaml);
    }

    @Test
    void aRouteIsTriedWhileItIsWritten() {
        // given
        page.setViewportSize(1280, 900);
        page.navigate("/routes/new");

        // when
        write(slackRoute("editor.example.com", "text.contains('KRW')"));
        page.getByLabel("Body").fill("45,300 KRW at Starbucks");

        // then
        assertThat(page.locator("#verdict")).hasText("It can be saved.");
        assertThat(page.locator("#outcome .slack")).containsText("Approved 45,300 KRW at Starbucks");
        assertThat(page.locator("#outcome .slack b")).hasText("Approved");
        shoot("editor");
    }

    @Test
    void whatIsWrongWithARouteIsShownWhereItStands() {
        // given
        page.navigate("/routes/new");

        // when
        write(slackRoute("editor.example.com", "text.contain('x')"));

        // then
        assertThat(page.locator("#problems li")).containsText("spec.rules[0].when");
        assertThat(page.locator("#problems a")).containsText("8:");
        assertThat(page.locator(".CodeMirror-gutter-elt .problem")).hasCount(1);
        assertThat(page.locator("#verdict")).hasText("It cannot be saved like this:");
    }

    @Test
    void fieldsAreCompletedByTheSchema() {
        // given
        page.navigate("/routes/new");
        write(slackRoute("editor.example.com", "true") + "  requ");

        // when
        page.keyboard().press("Control+Space");

        // then
        assertThat(page.locator(".CodeMirror-hints")).containsText("requireSender");
        page.keyboard().press("Enter");
        assertThat(page.locator(".CodeMirror-code")).containsText("requireSender:");
    }

    @Test
    void aChangedRouteIsComparedWithWhatWasDone() {
        // given
        var callback = recorded.received("compare.example.com", "nobody acted on this");
        recorded.unrouted(callback);
        var lost = recorded.received("compare.example.com", "the team got this");
        recorded.routed(lost, "mingkyme/company-card", "unknown", "team");
        page.navigate("/routes/new");
        write(slackRoute("compare.example.com", "text.contains('nobody')"));
        assertThat(page.locator("#verdict")).hasText("It can be saved.");

        // when
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Preview"))
                .click();

        // then
        assertThat(page.locator(".counts")).containsText("newly acted on 1");
        assertThat(page.locator(".counts")).containsText("no longer acted on 1");
        assertThat(page.locator("#changes details")).hasCount(2);
        page.locator("#changes summary").last().click();
        assertThat(page.locator("#changes .slack").last()).containsText("nobody acted on this");
    }

    @Test
    void aRecordedCallbackIsTriedByItsId() {
        // given
        var callback = recorded.received("tried.example.com", "recorded once");
        recorded.unrouted(callback);
        page.navigate("/callbacks/" + callback.id());
        page.getByText("Try a rule with it").click();

        // when
        write(slackRoute("editor.example.com", "true"));

        // then
        assertThat(page.locator("#outcome .slack")).containsText("recorded once");
    }

    @Test
    void aCallbackLeadsToTheRouteThatDecidedIt() {
        // given
        var callback = recorded.received("decided.example.com", "by a route");
        recorded.routed(callback, "mingkyme/kept", "unknown", "team");
        page.navigate("/callbacks/" + callback.id());

        // when
        page.getByText("Try a rule with it").click();

        // then
        assertThat(page).hasURL(Pattern.compile(".*/routes/mingkyme/kept/edit\\?callback=" + callback.id()));
        assertThat(page.locator("#outcome .state.filtered")).isVisible();
    }

    @Test
    void theFormAndTheYamlAreOne() {
        // given
        page.navigate("/routes/new");
        var form = page.locator("#form");
        var name = form.locator("[data-path='metadata.name'] input");
        assertThat(name).hasValue("my-route");

        // when
        name.fill("by-form");
        form.locator("[data-path='spec.rules[0]'] [data-path='spec.rules[0].match'] .add")
                .selectOption("path");
        form.locator("[data-path='spec.rules[0].match.path.value'] input").fill("/card");

        // then
        assertThat(page.locator("#verdict")).hasText("It can be saved.");
        assertThat(yaml()).contains("name: by-form").contains("methods: [POST]\n      path:\n        value: /card");

        // when
        page.evaluate("code.setValue(code.getValue().replace('name: all', 'name: cards # the card\\'s'))");

        // then
        assertThat(form.locator("[data-path='spec.rules[0]'] > summary")).containsText("cards");

        // when
        form.locator("[data-path='spec.rules[0]'] > .add").selectOption("when");
        form.locator("[data-path='spec.rules[0].when'] textarea").fill("request.metod == 'POST'");

        // then
        assertThat(form.locator("[data-path='spec.rules[0].when'].invalid .problem"))
                .isVisible();
        assertThat(yaml()).contains("name: cards # the card's");

        // when
        form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove when"))
                .click();
        form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add… rules"))
                .click();

        // then
        assertThat(form.locator("[data-path='spec.rules[1]']")).isVisible();
        assertThat(yaml()).doesNotContain("metod");
    }

    private String yaml() {
        return page.evaluate("code.getValue()").toString();
    }

    @Test
    void whatIsBrokenIsMendedInTheYaml() {
        // given
        page.navigate("/routes/new");
        assertThat(page.locator("#form [data-path='metadata.name'] input")).hasValue("my-route");

        // when
        page.evaluate("code.setValue('a: [')");

        // then
        assertThat(page.locator("#form.broken")).isVisible();
    }

    @Test
    void aRouteIsSaved() {
        // given
        page.navigate("/routes/new");
        write(slackRoute("editor.example.com", "true"));
        assertThat(page.locator("#verdict")).hasText("It can be saved.");

        // when
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Save").setExact(true))
                .click();

        // then
        assertThat(page).hasURL(Pattern.compile(".*/routes/mingkyme/company-card$"));
    }

    @Test
    void aRouteThatIsKeptElsewhereCannotBeSavedHere() {
        // when
        page.navigate("/routes/mingkyme/kept/edit");

        // then
        assertThat(page.locator(".notice")).containsText("Argo CD keeps this route");
        assertThat(page.locator("#save")).hasCount(0);
        assertThat(page.locator(".CodeMirror-code")).containsText("name: kept");

        // when
        page.evaluate("code.setValue(code.getValue().replace('name: all', 'name: every\\n    stop: true'))");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Copy patch"))
                .click();

        // then
        assertThat(page.locator("#notice")).hasText("Copied");
        assertThat(page.evaluate("navigator.clipboard.readText()").toString())
                .startsWith("--- a/kept.yaml\n+++ b/kept.yaml\n@@ -")
                .contains("\n-  - name: all\n+  - name: every\n+    stop: true");
    }

    @Test
    void thePatchOfAProposedRuleAddsItToTheRouteAsItStands() {
        // given
        var callback = recorded.received("proposed.test", "x");
        recorded.routed(callback, "mingkyme/kept", "unknown", "erp");

        // when
        page.navigate("/routes/mingkyme/kept/edit?for=sender&callback=" + callback.id());
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Copy patch"))
                .click();

        // then
        assertThat(page.locator("#notice")).hasText("Copied");
        assertThat(page.evaluate("navigator.clipboard.readText()").toString())
                .contains("\n+  - name: from-at-203-0-113-9\n")
                .contains("\n   - name: all\n");
    }

    @Test
    void eachFilterHasAnAddress() {
        // given
        recorded.received("filter.test", "needle");
        recorded.received("filter.test", "hay");
        page.navigate("/callbacks");

        // when
        page.getByLabel("Host").fill("filter.test");
        page.getByLabel("Text").fill("needle");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Filter"))
                .click();

        // then
        assertThat(page).hasURL(Pattern.compile(".*/callbacks\\?q=needle&host=filter.test$"));
        assertThat(page.locator("tr[data-href]")).hasCount(1);
    }

    @Test
    void aFilterByAnswerFindsWhatAReceiverRefused() {
        // given
        var refused = recorded.received("answers.test", "a");
        var delivery = recorded.routed(refused, "mingkyme/company-card", "shortcut", "team")
                .getFirst();
        recorded.attempted(delivery, answered(418, "teapot"), new Verdict.GiveUp("HTTP 418"));
        delivered(recorded.received("answers.test", "b"), "mingkyme/company-card");

        // when
        page.navigate("/callbacks?host=answers.test&status=418");

        // then
        assertThat(page.locator("tr[data-href]")).hasCount(1);
        assertThat(page.locator("#c-" + refused.id())).isVisible();
        assertThat(page.locator(".volume figcaption")).containsText("1 callbacks, 1 failed");
    }

    @Test
    void moreComesAsOneScrolls() {
        // given
        IntStream.range(0, 120).forEach(i -> recorded.received("many.test", "" + i));
        page.navigate("/callbacks?host=many.test");
        assertThat(page.locator("tr[data-href]")).hasCount(50);

        // when
        page.locator("tr.more").scrollIntoViewIfNeeded();
        assertThat(page.locator("tr[data-href]")).hasCount(100);
        page.locator("tr.more").scrollIntoViewIfNeeded();

        // then
        assertThat(page.locator("tr[data-href]")).hasCount(120);
        assertThat(page.locator("tr.more")).hasCount(0);
    }

    @Test
    void keysMoveOpenAndSearch() {
        // given
        recorded.received("keys.test", "a");
        var older = recorded.received("keys.test", "b");
        var newest = recorded.received("keys.test", "c");
        page.navigate("/callbacks?host=keys.test");

        // when
        page.keyboard().press("/");
        assertThat(page.getByLabel("Text")).isFocused();
        page.keyboard().press("Escape");
        page.keyboard().press("j");
        assertThat(page.locator("#c-" + newest.id())).isFocused();
        page.keyboard().press("j");
        page.keyboard().press("Enter");

        // then
        assertThat(page).hasURL(Pattern.compile(".*/callbacks/" + older.id()));
    }

    @Test
    void oneCallbackTellsWhatWasSentAndAnswered() {
        // given
        var callback = recorded.append(
                Recorded.callback(
                        "mingkyme.localhost",
                        "{\"text\":\"승인 12,000원\",\"price\":1.10}".getBytes(StandardCharsets.UTF_8),
                        new Header("Content-Type", "application/json"),
                        new Header("Authorization", "Bearer secret")),
                null);
        var deliveries = recorded.routed(callback, "mingkyme/company-card", "shortcut", "team", "erp");
        recorded.attempted(
                deliveries.get(0),
                answered(500, "{\"error\":\"later\"}"),
                new Verdict.RetryAt(Instant.now().plusSeconds(3600), "HTTP 500"));
        recorded.attempted(
                deliveries.get(1),
                new Unreachable("connection refused", new Timings(null, null, 3)),
                new Verdict.GiveUp("gave up"));

        // when
        page.navigate("/callbacks/" + callback.id());

        // then
        assertThat(page.locator("h1")).containsText("mingkyme.localhost/card");
        assertThat(page.locator(".delivery").first()).containsText("HTTP 500");
        assertThat(page.locator(".delivery").first().locator(".exchange")).containsText("\"error\" : \"later\"");
        assertThat(page.locator(".delivery").last()).containsText("connection refused");
        assertThat(page.locator(".decision")).containsText("12,000");
        assertThat(page.locator(".decision .other")).containsText("when is false");
        assertThat(page.locator("pre.json").last()).containsText("\"price\" : 1.10");
        assertThat(page.locator("body")).not().containsText("secret");
        shoot("callback");
    }

    @Test
    void aDeliveryIsTriedAgainAndCancelledByButtons() {
        // given
        var callback = recorded.received("buttons.test", "a");
        var delivery = recorded.routed(callback, "mingkyme/company-card", "shortcut", "team")
                .getFirst();
        recorded.attempted(delivery, answered(500, "no"), new Verdict.GiveUp("gave up"));
        page.navigate("/callbacks/" + callback.id());
        assertThat(page.locator(".delivery h3 .state")).hasText("given up");

        // when
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Retry now"))
                .click();

        // then
        assertThat(page.locator(".delivery h3 .state")).hasText("retrying");

        // when
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Cancel"))
                .click();

        // then
        assertThat(page.locator(".delivery h3 .state")).hasText("cancelled");
    }

    @Test
    void aReplayTakesAnotherBodyAndSaysWhatItRepeats() {
        // given
        var callback = recorded.received("mingkyme.localhost", "first");
        delivered(callback, "mingkyme/company-card");
        page.navigate("/callbacks/" + callback.id());

        // when
        page.getByLabel("With another body").check();
        page.locator("textarea").fill("second");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Replay"))
                .click();

        // then
        assertThat(page.getByText("Replay of")).isVisible();
        assertThat(page.locator(".facts")).containsText(callback.id().toString());
        assertThat(page.locator("pre.text").last()).hasText("second");

        // when
        page.locator(".facts a").getByText(callback.id().toString()).click();

        // then
        assertThat(page.getByText("Repeated as")).isVisible();
        assertThat(page.locator(".facts a.replay")).hasCount(1);
    }

    @Test
    void anImpossibleReplayIsToldInWords() {
        // given
        var callback = recorded.received("mingkyme.localhost", "x");
        delivered(callback, "mingkyme/forgotten");
        page.navigate("/callbacks/" + callback.id());

        // when
        page.getByLabel("of then").check();
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Replay"))
                .click();

        // then
        assertThat(page.locator("#notice"))
                .hasText("generation 3 of route mingkyme/forgotten is not kept: there are no rules of then");
        troubles.removeIf(trouble -> trouble.contains("status of 409"));
    }

    @Test
    void whatSendersWriteIsTextAndNothingElse() {
        // given
        var hostile = "<script>document.title='owned'</script><img src=x onerror=alert(1)>";
        var callback = recorded.append(
                Recorded.callback(
                        "hostile.test",
                        hostile.getBytes(StandardCharsets.UTF_8),
                        new Header("Content-Type", "text/html"),
                        new Header("X-Evil", hostile)),
                null);
        recorded.filtered(callback, "mingkyme/company-card", "<b>sender</b>");

        // when
        page.navigate("/callbacks/" + callback.id());

        // then
        assertThat(page.locator("pre.text").first()).hasText(hostile);
        assertThat(page.locator(".facts")).containsText("<b>sender</b>");
        assertThat(page).not().hasTitle("owned");
        assertThat(page.locator("main img")).hasCount(0);
    }

    @Test
    void bytesAreShownAsNumbers() {
        // given
        var callback = recorded.append(Recorded.callback("bytes.test", new byte[] {0, (byte) 0xff, 'A'}), null);

        // when
        page.navigate("/callbacks/" + callback.id());

        // then
        assertThat(page.locator("pre.bytes")).containsText("00 ff 41");
    }

    @Test
    void aCallbackIsCopiedAsCurl() {
        // given
        var callback = recorded.received("curl.test", "it's");
        page.navigate("/callbacks/" + callback.id());

        // when
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Copy as curl"))
                .click();

        // then
        assertThat(page.locator("#notice")).hasText("Copied");
        assertThat(page.evaluate("navigator.clipboard.readText()").toString())
                .startsWith("curl -X 'POST'")
                .contains("--data-binary 'it'\\''s'")
                .endsWith("'https://curl.test/card%2Fa?kind=sms&x=1'");
    }

    @Test
    void undeliveredOnesAreTriedAgainTogether() {
        // given
        for (var i = 0; i < 3; i++) {
            var delivery = recorded.routed(
                            recorded.received("undelivered.test", "" + i), "mingkyme/company-card", "shortcut", "team")
                    .getFirst();
            recorded.attempted(delivery, answered(404, "gone"), new Verdict.GiveUp("HTTP 404"));
        }
        page.navigate("/undelivered?host=undelivered.test&state=exhausted");
        assertThat(page.locator("tr[data-href]")).hasCount(3);
        page.onDialog(dialog -> dialog.accept());

        // when
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Retry all of these"))
                .click();

        // then
        var batch = page.locator(".batches li").filter(new Locator.FilterOptions().setHasText("host=undelivered.test"));
        assertThat(batch).containsText("0 of 3");

        // when
        new BatchSteps(database.connectionFactory(), Clock.systemUTC())
                .retries(1)
                .block();

        // then
        assertThat(batch).containsText("1 of 3");
        assertThat(batch.locator("progress")).hasAttribute("value", "1");

        // when
        batch.getByRole(AriaRole.BUTTON).click();

        // then
        assertThat(batch).containsText("stopped");
        page.navigate("/undelivered?host=undelivered.test");
        assertThat(page.locator("tr .state.retrying")).hasCount(1);
        assertThat(page.locator("tr .state.exhausted")).hasCount(2);
    }

    @Test
    void whatNobodyDidIsTold() {
        // given
        var callback = Recorded.callback("forgotten.test", "x");
        recorded.append(
                new Callback(
                        new UUID((Instant.now().minusSeconds(600).toEpochMilli() << 16) | 0x7000, Long.MIN_VALUE | 1),
                        callback.method(),
                        callback.host(),
                        callback.path(),
                        callback.query(),
                        callback.headers(),
                        callback.body(),
                        callback.size(),
                        callback.remoteAddress(),
                        callback.durability(),
                        null),
                null);

        // when
        page.navigate("/undelivered");

        // then
        assertThat(page.locator(".unaccounted")).containsText("forgotten.test");
        assertThat(page.locator(".unaccounted")).containsText("No worker has decided it.");
    }

    @Test
    void whatFitsIsReplayedTogether() {
        // given
        recorded.unrouted(recorded.received("replayed.test", "a"));
        recorded.unrouted(recorded.received("replayed.test", "b"));
        page.navigate("/callbacks?host=replayed.test&state=unrouted");
        page.onDialog(dialog -> dialog.accept());

        // when
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Replay all of these"))
                .click();
        var batch = page.locator(".batches li").filter(new Locator.FilterOptions().setHasText("host=replayed.test"));
        assertThat(batch).containsText("0 of 2");
        new BatchSteps(database.connectionFactory(), Clock.systemUTC())
                .replays(100)
                .block();

        // then
        assertThat(batch).containsText(Pattern.compile("[12] of 2"));
        page.navigate("/callbacks?host=replayed.test&state=received");
        assertThat(page.locator("tr .replay").first()).isVisible();
    }

    @Test
    void sendersAndRoutesLeadToTheirCallbacks() {
        // given
        delivered(recorded.received("senders.test", "a"), "mingkyme/company-card");

        // when
        page.navigate("/senders?host=senders.test");
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("shortcut"))
                .click();

        // then
        assertThat(page).hasURL(Pattern.compile(".*/callbacks\\?sender=shortcut&host=senders.test"));
        assertThat(page.locator("tr[data-href]")).hasCount(1);

        // when
        page.navigate("/routes");
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("mingkyme/company-card"))
                .click();

        // then
        assertThat(page.locator("h1")).hasText("mingkyme/company-card");
        assertThat(page.locator(".conditions")).containsText("all workers hold it");
    }

    @Test
    void aDestinationTellsWhatItAnsweredAndIsTried() {
        // given
        for (var status : new int[] {200, 200, 500}) {
            var delivery = recorded.routedTo(
                            "erp",
                            recorded.received("destination.test", "a"),
                            "mingkyme/company-card",
                            "shortcut",
                            "erp")
                    .getFirst();
            recorded.attempted(
                    delivery, answered(status, "ok"), status == 200 ? new Verdict.Done() : new Verdict.GiveUp("500"));
        }
        recorded.routedTo(
                "erp", recorded.received("destination.test", "b"), "mingkyme/company-card", "shortcut", "erp");

        // when
        page.navigate("/destinations");

        // then
        var row = page.locator("tr[data-href]");
        assertThat(row).hasCount(1);
        assertThat(row).containsText("https://erp.test/");
        assertThat(row).containsText("no limit");
        assertThat(row.locator("td").nth(4)).containsText("1");
        assertThat(row.locator("td").nth(5)).hasText("2");
        assertThat(row.locator("td").nth(6)).hasText("1");
        assertThat(row.locator("b.bad")).hasText("500");

        // when
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("mingkyme/erp"))
                .click();

        // then
        assertThat(page.locator("#main tr[data-href]")).hasCount(3);
        shoot("destination");

        // when
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Send a test"))
                .click();

        // then
        assertThat(page.locator("h1")).containsText("mingkyme.localhost");
        assertThat(page.locator("pre.json").first()).containsText("A test of the destination erp");
    }

    @Test
    void whoSaysThatItNeverCameIsAnswered() {
        // given
        var came = recorded.received("never.test", "{\"order\": 17}");
        delivered(came, "mingkyme/company-card");
        var failed = recorded.received("never.test", "{\"order\": 18}");
        var delivery = recorded.routed(failed, "mingkyme/company-card", "shortcut", "erp")
                .getFirst();
        recorded.attempted(delivery, answered(503, "busy"), new Verdict.GiveUp("503"));

        // when
        page.navigate("/never-came");
        page.getByLabel("Host").fill("never.test");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("What happened?"))
                .click();

        // then
        assertThat(page.locator(".verdict b")).hasText("2 arrived; 1 went where they should, 1 did not.");
        var ill = page.locator(".told.ill");
        assertThat(ill).containsText("It arrived from 203.0.113.9, 13 bytes.");
        assertThat(ill).containsText("https://erp.example.com did not take it in one attempt: 503. It was given up.");
        assertThat(page.locator(".told.well")).containsText("https://erp.example.com answered 200 after 15 ms.");
        shoot("never-came");

        // when
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Make a link"))
                .click();

        // then
        assertThat(page.locator("#link")).hasValue(Pattern.compile("http://localhost:.*/shared/.{43}"));

        // when
        var link = page.locator("#link").inputValue();
        page.navigate(link);

        // then
        assertThat(page.locator(".told")).hasCount(2);
        assertThat(page.locator("nav")).hasCount(0);
        page.locator(".told.ill summary").first().click();
        assertThat(page.locator(".told.ill pre").first()).containsText("18");

        // when
        page.navigate("/never-came?host=never.test");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Take back"))
                .click();

        // then
        assertThat(page.locator(".links")).hasCount(0);
    }

    @Test
    void whenNothingCameTheNeighboursAreTold() {
        // given
        var before = recorded.received("quiet.test", "a").receivedAt();

        // when
        page.navigate("/never-came?host=quiet.test&since=%s&until=%s"
                .formatted(before.minusSeconds(20), before.minusSeconds(10)));

        // then
        assertThat(page.locator(".verdict b")).hasText("Nothing arrived.");
        assertThat(page.locator(".around")).containsText("The next after came");
        assertThat(page.locator(".around")).not().containsText("The last before");
    }

    @Test
    void aRuleIsProposedForASenderThatNobodyKnows() {
        // given
        var callback = Recorded.callback(
                "anonymous.test",
                "{\"amount\": 3, \"text\": \"a\"}".getBytes(StandardCharsets.UTF_8),
                new Header("User-Agent", "python-requests/2.31"),
                new Header("Content-Type", "application/json"));
        recorded.unrouted(recorded.append(callback, null));

        // when
        page.navigate("/senders?host=anonymous.test");

        // then
        assertThat(page.locator("tr[data-href] code")).hasText("python-requests @ 203.0.113.9 {amount, text}");

        // when
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Make a rule for it"))
                .click();

        // then
        assertThat(page.locator("#verdict")).hasText("It can be saved.");
        assertThat(page.locator(".CodeMirror")).containsText("from-python-requests");
        assertThat(page.locator(".CodeMirror")).containsText("has(body.amount)");
        assertThat(page.locator("#outcome .state").first()).hasText("routed");
        assertThat(page.locator("#outcome")).containsText("https://example.com/hooks");
    }

    @Test
    void routesTellWhatTheyMatchedAndWhatFailed() {
        // given
        delivered(recorded.received("counts.test", "a"), "mingkyme/company-card");

        // when
        page.navigate("/routes");

        // then
        var row = page.locator("tr[data-href]");
        assertThat(row.locator("td").nth(4)).hasText(Pattern.compile("[1-9][0-9]*.*"));

        // when
        row.getByRole(AriaRole.LINK).first().click();

        // then
        assertThat(page.locator("ol.rules li")).containsText(Pattern.compile("fitted [1-9]"));
    }

    @Test
    void whatIsNotThereIsToldOnAPage() {
        // when
        page.navigate("/callbacks/01a212b9-28f7-7260-8e12-64da2ef5a2c0");

        // then
        assertThat(page.locator("h1")).hasText("404 Not Found");
        assertThat(page.locator("main")).containsText("there is no callback 01a212b9");
        troubles.removeIf(trouble -> trouble.contains("status of 404"));
    }

    @Test
    void pagesSpeakKorean() {
        // given
        context.close();
        open(new NewContextOptions().setLocale("ko-KR"));

        // when
        page.navigate("/callbacks?host=none.test");

        // then
        assertThat(page.locator("h1")).hasText("콜백");
        assertThat(page.locator(".empty")).hasText("이 조건에 모두 맞는 콜백이 없습니다.");
        assertThat(page.locator("html")).hasAttribute("lang", "ko");
    }

    @Test
    void timesAreThoseOfTheViewer() {
        // given
        var callback = recorded.received("zone.test", "a");

        // when
        page.navigate("/callbacks?host=zone.test");

        // then
        var minute = callback.receivedAt().atZone(ZoneId.of("Asia/Seoul")).getMinute();
        assertThat(page.locator("#c-" + callback.id() + " time"))
                .hasText(Pattern.compile(".*:%02d:.*".formatted(minute)));
    }

    @Test
    void aPhoneAndADarkRoomAreCaredFor() {
        // given
        context.close();
        open(new NewContextOptions().setViewportSize(390, 844).setColorScheme(ColorScheme.DARK));
        delivered(recorded.received("a-rather-long-name-of-a-host.phone.test", "a"), "mingkyme/company-card");

        // when
        page.navigate("/callbacks");

        // then
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(20, 22, 27)");
        shoot("phone");
    }

    @Test
    void theListLooksWell() {
        // given
        for (var i = 0; i < 12; i++) {
            var callback = recorded.received("shots.localhost", "승인 " + i);
            if (i % 4 == 3) {
                var delivery = recorded.routed(callback, "mingkyme/company-card", "shortcut", "team")
                        .getFirst();
                recorded.attempted(
                        delivery, answered(500, "no"), new Verdict.GiveUp("HTTP 500; gave up after 8 attempts"));
            } else {
                delivered(callback, "mingkyme/company-card");
            }
        }

        // when
        page.navigate("/callbacks?host=shots.localhost");

        // then
        assertThat(page.locator("tr[data-href]")).hasCount(12);
        assertThat(page.locator(".volume figcaption")).containsText("12 callbacks, 3 failed");
        shoot("callbacks");
    }

    private void shoot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    private void delivered(Callback callback, String route) {
        var delivery = recorded.routed(callback, route, "shortcut", "team").getFirst();
        recorded.attempted(delivery, answered(200, "ok"), new Verdict.Done());
    }

    private static Answered answered(int status, String body) {
        return new Answered(
                status,
                List.of(new Header("Content-Type", "application/json")),
                body.getBytes(StandardCharsets.UTF_8),
                false,
                new Timings(2L, 14L, 15));
    }

    private record OneRoute() implements Catalog {

        @Override
        public List<JsonNode> destinations() {
            return List.of(DESTINATION);
        }

        @Override
        public Optional<JsonNode> destination(String namespace, String name) {
            return Optional.of(DESTINATION).filter(there -> (namespace + "/" + name).equals("mingkyme/erp"));
        }

        @Override
        public List<JsonNode> routes() {
            return List.of(ROUTE);
        }

        @Override
        public Optional<JsonNode> route(String namespace, String name) {
            return (namespace + "/" + name).equals("mingkyme/kept")
                    ? Optional.of(KEPT)
                    : Optional.of(ROUTE).filter(route -> (namespace + "/" + name).equals("mingkyme/company-card"));
        }

        @Override
        public Optional<String> keeper(String namespace, String name) {
            return Optional.of("Argo CD").filter(keeper -> name.equals("kept"));
        }
    }
}
