package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Header;
import com.callbackers.compiler.Compilation.Compiled;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.route.Decision.Planned;
import com.callbackers.route.DedupClaim;
import com.callbackers.route.ForwardAction;
import com.callbackers.route.Route;
import com.callbackers.route.SlackAction;
import com.callbackers.route.Target.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RouteCompilerTest {

    private static final String COMPANY_CARD = """
            apiVersion: callbackers.com/v1alpha1
            kind: CallbackRoute
            metadata: {name: company-card, namespace: mingkyme}
            spec:
              hosts: [mingkyme, Hooks.Example.COM]
              suspend: false
              let:
              - {name: amount, value: "regex.extract(text, '([0-9,]+)원').orValue('?')"}
              - {name: by, value: "sender + '!'"}
              senders:
              - name: shortcut
                when: "request.headers['user-agent'].startsWith('BackgroundShortcutRunner')"
              - name: github
                verify: {type: GitHub, secretRef: {name: hooks, key: github}}
              requireSender: false
              rules:
              - name: approvals
                match:
                  methods: [POST]
                  path: {type: Prefix, value: /card}
                  headers: [{name: x-team, type: Exact, value: a}]
                  senders: [shortcut]
                when: "text.contains('승인')"
                actions:
                - name: team
                  type: Slack
                  slack:
                    webhookUrlSecretRef: {name: slack, key: team}
                    text: "{{ amount }}원 · {{ by }}"
                - name: admin
                  type: Slack
                  destinationRef: {name: admin-slack}
                  slack: {text: "[{{ callback.host }}] {{ text }}"}
                - name: erp
                  type: Forward
                  forward: {url: "https://ERP.example.com/hooks", pathMode: Append}
              - name: rest
                stop: true
            """;

    private static final Tenant MINGKYME = new Tenant()
            .secret(
                    "mingkyme",
                    "slack",
                    Map.of(
                            "team",
                            "https://hooks.slack.com/services/T/B/x\n",
                            "admin",
                            "https://hooks.slack.com/services/T/B/y"))
            .secret("mingkyme", "hooks", Map.of("github", "s3cret"))
            .secret(
                    "mingkyme",
                    "erp",
                    Map.of(
                            "password",
                            "p4ss",
                            "token",
                            "t0ken",
                            "key",
                            "k3y",
                            "new",
                            "whsec_bmV3",
                            "old",
                            "whsec_b2xk"))
            .destinations("""
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackDestination
                    metadata: {name: admin-slack, namespace: mingkyme}
                    spec: {type: Slack, slack: {webhookUrlSecretRef: {name: slack, key: admin}}}
                    ---
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackDestination
                    metadata: {name: erp, namespace: mingkyme}
                    spec:
                      type: Http
                      http:
                        url: https://erp.example.com/in
                        headers: {x-from: callbackers}
                        auth: {type: Basic, username: me, secretRef: {name: erp, key: password}}
                        sign: {secretRefs: [{name: erp, key: new}, {name: erp, key: old}]}
                      suspend: true
                      rate: {perSecond: 2.5, burst: 5}
                      concurrency: 4
                      retry: {schedule: [1s, 1m30s], timeout: 2s}
                      breaker: {failures: 3, window: 1m, probeEvery: 500ms}
                    """);

    private static Route compiled(String yaml) {
        assertThat(MINGKYME.problems(yaml)).isEmpty();
        return assertThat(MINGKYME.compile(yaml))
                .asInstanceOf(InstanceOfAssertFactories.type(Compiled.class))
                .actual()
                .route();
    }

    private static Route withAction(String action) {
        return compiled("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: r, namespace: mingkyme}
                spec:
                  rules:
                  - name: all
                    actions:
                    - %s
                """.formatted(action));
    }

    @Test
    void compilesTheWholeExample() {
        // when
        var route = compiled(COMPANY_CARD);

        // then
        assertThat(route.name()).isEqualTo("mingkyme/company-card");
        assertThat(route.generation()).isEqualTo(3);
        assertThat(route.hosts()).containsExactly("mingkyme.callbackers.com", "hooks.example.com");
        assertThat(route.senders()).extracting("name").containsExactly("shortcut", "github");
        assertThat(route.rules()).extracting("name").containsExactly("approvals", "rest");
        assertThat(route.rules().getFirst().actions())
                .extracting(action -> action.target().label())
                .containsExactly("secret slack/team", "admin-slack", "https://erp.example.com");
        assertThat(route.action("approvals", "team").orElseThrow().target().url())
                .isEqualTo("https://hooks.slack.com/services/T/B/x");
        assertThat(route.action("approvals", "team").orElseThrow().target().limits())
                .isEqualTo(Limits.SLACK);
    }

    @Test
    void decidesAsTheExampleSays() {
        // given
        var route = compiled(COMPANY_CARD);
        var callback = Tenant.callback(
                "POST",
                "/card",
                "[법인카드] 12,300원 승인",
                new Header("User-Agent", "BackgroundShortcutRunner/1"),
                new Header("X-Team", "a"));

        // when
        var decision = route.decide(callback);

        // then
        assertThat(decision.problems()).isEmpty();
        assertThat(decision.state()).isEqualTo(CallbackState.ROUTED);
        assertThat(decision.sender()).isEqualTo("shortcut");
        assertThat(decision.deliveries()).extracting(Planned::action).containsExactly("team", "admin", "erp");
        assertThat(decision.deliveries().getFirst().rendered().body()).contains("12,300원 · shortcut!");
    }

    @Test
    void repeatsAreKnownByWhatTheRouteCanSeeForAnHourUnlessItSays() {
        // when
        var route = compiled("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: r, namespace: mingkyme}
                spec:
                  let: [{name: order, value: "body.?order.orValue('')"}]
                  rules:
                  - name: by-order
                    dedup: {key: "order + '/' + sender"}
                    actions: [{name: a, type: Forward, forward: {url: "http://127.0.0.1"}}]
                  - name: by-event
                    dedup: {key: "request.headers['x-event-id']", window: 168h}
                    actions: [{name: a, type: Forward, forward: {url: "http://127.0.0.1"}}]
                  - name: each
                    actions: [{name: a, type: Forward, forward: {url: "http://127.0.0.1"}}]
                """);

        // then
        var decision = route.decide(Tenant.callback("POST", "/", "x", new Header("X-Event-Id", "7")));
        assertThat(decision.claims())
                .extracting(DedupClaim::rule, DedupClaim::window)
                .containsExactly(tuple("by-order", Duration.ofHours(1)), tuple("by-event", Duration.ofDays(7)));
    }

    @Test
    void hostsDefaultToTheNamespace() {
        // when
        var route = compiled("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: r, namespace: mingkyme}
                spec: {suspend: true}
                """);

        // then
        assertThat(route.hosts()).containsExactly("mingkyme.callbackers.com");
        assertThat(route.suspend()).isTrue();
    }

    @Test
    void aDestinationGivesTargetPaceAndRetry() {
        // when
        var action = withAction("{name: a, type: Forward, destinationRef: {name: erp}}")
                .action("all", "a")
                .orElseThrow();

        // then
        var target = action.target();
        assertThat(target.label()).isEqualTo("erp");
        assertThat(target.key()).isEqualTo("mingkyme/erp");
        assertThat(target.url()).isEqualTo("https://erp.example.com/in");
        assertThat(target.headers())
                .containsExactly(
                        new Header("x-from", "callbackers"), new Header("authorization", "Basic bWU6cDRzcw=="));
        assertThat(target.suspended()).isTrue();
        assertThat(target.limits()).isEqualTo(new Limits(2.5, 5, 4, 3, Duration.ofMinutes(1), Duration.ofMillis(500)));
        assertThat(target.signer()).isNotNull();
        assertThat(target.secrets())
                .containsExactlyInAnyOrder("p4ss", "bWU6cDRzcw==", "Basic bWU6cDRzcw==", "whsec_bmV3", "whsec_b2xk");
        assertThat(action.retry().schedule().delays()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(90));
        assertThat(action.retry().schedule().jitterPercent()).isEqualTo(20);
        assertThat(action.retry().timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anActionsOwnRetryWinsFieldByField() {
        // when
        var action = withAction("{name: a, type: Forward, destinationRef: {name: erp}, forward: {timeout: 7s}, "
                        + "retry: {schedule: [], jitterPercent: 0}, retryOn: [Connection, 503, 4xx]}")
                .action("all", "a")
                .orElseThrow();

        // then
        assertThat(action.retry().schedule().delays()).isEmpty();
        assertThat(action.retry().schedule().jitterPercent()).isZero();
        assertThat(action.retry().timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(action.retry().retryOn()).containsExactlyInAnyOrder("Connection", "503", "4xx");
    }

    @Test
    void compilesEveryFieldOfForward() {
        // when
        var action = withAction("""
                name: a
                      type: Forward
                      orderBy: body.account
                      forward:
                        url: http://127.0.0.1:9000/in?x=1
                        pathMode: Replace
                        method: PUT
                        headers: {set: {x-shop: "{{ body.?shop.orValue('') }}"}, remove: [Cookie]}
                        bodyExpression: "{'text': text}"
                        sign: {secretRef: {name: erp, key: new}}
                        followRedirects: true
                """.strip()).action("all", "a").orElseThrow();

        // then
        var forward = (ForwardAction) action;
        assertThat(forward.pathMode()).isEqualTo(ForwardAction.PathMode.REPLACE);
        assertThat(forward.method()).isEqualTo("PUT");
        assertThat(forward.setHeaders()).containsOnlyKeys("x-shop");
        assertThat(forward.removeHeaders()).containsExactly("Cookie");
        assertThat(forward.bodyExpression()).isNotNull();
        assertThat(forward.body()).isNull();
        assertThat(forward.followRedirects()).isTrue();
        assertThat(forward.orderBy()).isNotNull();
        assertThat(forward.retry()).isEqualTo(RetryPolicy.DEFAULT);
        assertThat(forward.target().label()).isEqualTo("http://127.0.0.1:9000");
        assertThat(forward.target().signer()).isNotNull();
        assertThat(forward.target().secrets()).containsExactly("whsec_bmV3");
    }

    @Test
    void compilesEveryFieldOfSlack() {
        // when
        var action = withAction(
                        "{name: a, type: Slack, slack: {destinationRef: {name: admin-slack}, "
                                + "blocks: \"[{'type': 'divider'}]\", username: card, iconEmoji: ':card:', channel: '#{{ sender }}'}}")
                .action("all", "a")
                .orElseThrow();

        // then
        var slack = (SlackAction) action;
        assertThat(slack.text()).isNull();
        assertThat(slack.blocks()).isNotNull();
        assertThat(slack.username()).isNotNull();
        assertThat(slack.iconEmoji()).isNotNull();
        assertThat(slack.channel()).isNotNull();
        assertThat(slack.target().label()).isEqualTo("admin-slack");
    }

    @Test
    void compilesEveryVerification() {
        // when
        var route = compiled("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: r, namespace: mingkyme}
                spec:
                  requireSender: true
                  senders:
                  - {name: a, verify: {type: GitHub, secretRef: {name: hooks, key: github}}}
                  - {name: b, verify: {type: Stripe, secretRef: {name: hooks, key: github}, tolerance: 10m}}
                  - {name: c, verify: {type: Slack, secretRef: {name: hooks, key: github}}}
                  - {name: d, verify: {type: Shopify, secretRef: {name: hooks, key: github}}}
                  - {name: e, verify: {type: Twilio, secretRef: {name: hooks, key: github}}}
                  - {name: f, verify: {type: StandardWebhooks, secretRefs: [{name: erp, key: new}, {name: erp, key: old}]}}
                  - {name: g, verify: {type: HMAC, secretRef: {name: hooks, key: github}, header: x-sig, algorithm: SHA512, encoding: Base64, prefix: "v1="}}
                  - {name: h, verify: {type: Basic, username: me, secretRef: {name: hooks, key: github}}}
                  - {name: i, verify: {type: Bearer, secretRef: {name: hooks, key: github}}}
                  - {name: j, verify: {type: ApiKey, header: x-key, secretRef: {name: hooks, key: github}}}
                  - {name: k, when: "true", verify: {type: MTLS, header: x-subject, value: CN=partner}}
                """);

        // then
        assertThat(route.senders()).hasSize(11).allMatch(sender -> sender.verify() != null);
        assertThat(route.requireSender()).isTrue();
    }

    @Test
    void nothingOfACompiledRoutePrintsASecret() {
        // when
        var route = compiled(COMPANY_CARD);

        // then
        assertThat(route.toString()).doesNotContain("s3cret", "services/T/B");
    }

    @Test
    void anAdHocActionHasTheShapeOfARulesAction() throws Exception {
        // given
        var compiler = new RouteCompiler("callbackers.com");

        // when
        var action = compiler.adHoc("mingkyme", compiled(COMPANY_CARD).let(), """
                {"name": "again", "type": "Slack", "destinationRef": {"name": "admin-slack"}, "slack": {"text": "{{ amount }}"}}
                """, MINGKYME);

        // then
        assertThat(action.name()).isEqualTo("again");
        assertThat(action.target().key()).isEqualTo("mingkyme/admin-slack");
    }

    @Test
    void anAdHocActionThatCannotBeUsedSaysWhy() {
        // given
        var compiler = new RouteCompiler("callbackers.com");
        var json = """
                {"type": "Forward", "forward": {"url": "https://me:hunter2@example.com", "colour": 1}}
                """;

        // when
        assertThatThrownBy(() -> compiler.adHoc("mingkyme", json, MINGKYME))
                // then
                .isInstanceOf(RefusedActionException.class)
                .hasMessageContaining("forward.colour: is not a field here")
                .hasMessageContaining("name: is required")
                .hasMessageContaining("forward.url: holds credentials")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aDestinationIsCheckedOnItsOwn() {
        // given
        var destination = ResourceReader.read("d.yaml", """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackDestination
                metadata: {name: d, namespace: mingkyme}
                spec:
                  type: Http
                  slack: {webhookUrlSecretRef: {name: slack, key: team}}
                  http: {url: "ftp://x", auth: {type: ApiKey, secretRef: {name: nope, key: x}}}
                  rate: {perSecond: 0}
                  breaker: {window: 0s}
                """).destinations().getFirst();

        // when
        var problems = new RouteCompiler("callbackers.com").check(destination.resource(), MINGKYME);

        // then
        assertThat(problems)
                .extracting(Problem::field, Problem::reason)
                .containsExactlyInAnyOrder(
                        tuple("spec.rate.perSecond", "InvalidSpec"),
                        tuple("spec.breaker.window", "InvalidSpec"),
                        tuple("spec.slack", "InvalidSpec"),
                        tuple("spec.http.url", "InvalidSpec"),
                        tuple("spec.http.auth.secretRef", "SecretNotFound"),
                        tuple("spec.http.auth.header", "InvalidSpec"));
    }

    @Test
    void secretsAreNotInProblems() {
        // given
        var tenant = new Tenant().secret("acme", "slack", Map.of("team", "hunter2 is no url"));

        // when
        var problems = tenant.problems("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: r, namespace: acme}
                spec:
                  rules:
                  - name: all
                    actions: [{name: a, type: Slack, slack: {text: x, webhookUrlSecretRef: {name: slack, key: team}}}]
                """);

        // then
        assertThat(problems)
                .isEqualTo(List.of(
                        "route.yaml:7:55: spec.rules[0].actions[0].slack.webhookUrlSecretRef: the secret's value "
                                + "is not a URL; write it like https://erp.example.com/hooks"));
    }
}
