package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InvalidRoutesTest {

    private static final Tenant ACME = new Tenant()
            .secret("acme", "slack", Map.of("team", "https://hooks.slack.com/services/x", "empty", " \n"))
            .secret("other", "theirs", Map.of("key", "value"))
            .destinations("""
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackDestination
                    metadata: {name: web, namespace: acme}
                    spec: {type: Http, http: {url: "https://x.example.com"}}
                    ---
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackDestination
                    metadata: {name: broken, namespace: acme}
                    spec: {type: Slack, slack: {webhookUrlSecretRef: {name: nope, key: x}}}
                    """);

    /** Line 1 of a spec is line 5 of its file, indented by two. */
    private static List<String> problems(String spec) {
        return ACME.problems("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: r, namespace: acme}
                spec:
                """ + spec.indent(2)).stream()
                .map(problem -> problem.substring("route.yaml:".length()))
                .toList();
    }

    /** @param problems after the word that stands at the told place; one that ends with … is its beginning */
    private static Arguments spec(String spec, String... problems) {
        return arguments(spec, Arrays.asList(problems));
    }

    private static Arguments action(String fields, String... problems) {
        return arguments("rules:\n- {name: a, actions: [{name: x, " + fields + "}]}", Arrays.asList(problems));
    }

    static Stream<Arguments> hosts() {
        return Stream.of(
                spec(
                        "hosts: ['a b', -x, 'https://x.example.com', 'x:80', 'a..b', '*.example.com', '']",
                        "'a b' | spec.hosts[0]: 'a b' is not a host; use a label like mingkyme or a whole name like "
                                + "hooks.example.com, without scheme, port and path",
                        "-x | spec.hosts[1]: '-x' is not a host; …",
                        "'https | spec.hosts[2]: 'https://x.example.com' is not a host; …",
                        "'x | spec.hosts[3]: 'x:80' is not a host; …",
                        "'a..b' | spec.hosts[4]: 'a..b' is not a host; …",
                        "'*.example.com' | spec.hosts[5]: '*.example.com' is not a host; …",
                        "'' | spec.hosts[6]: is required: a host"),
                spec(
                        "hosts: [10.0.0.1, callbackers.com, a, A]",
                        "10.0.0.1 | spec.hosts[0]: '10.0.0.1' is an address; a host is a name",
                        "callbackers.com | spec.hosts[1]: 'callbackers.com' is the base domain, which no tenant may claim",
                        "A | spec.hosts[3]: 'a.callbackers.com' is there twice; each host once"),
                spec(
                        "hosts: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q]",
                        "hosts | spec.hosts: has 17 entries; at most 16 are allowed"));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                spec(
                        "let:\n- {name: text, value: '1'}\n- {name: 1x, value: '1'}\n- {name: in, value: '1'}\n"
                                + "- {name: a, value: '1'}\n- {name: a, value: '2'}\n- {value: '1'}\n- {name: b}",
                        "text | spec.let[0].name: 'text' is there already; use another name",
                        "1x | spec.let[1].name: '1x' is not a name; use letters, digits and underscores, no digit first",
                        "in | spec.let[2].name: 'in' is a word of the expression language; use another name",
                        "a | spec.let[4].name: 'a' is there already; use another name",
                        "{value | spec.let[5].name: is required: the name that expressions use",
                        "{name | spec.let[6].value: is required: a CEL expression"),
                spec(
                        "senders:\n- {name: unknown, when: 'true'}\n- {name: a}\n- {name: a, when: 'true'}\n- {when: 'true'}",
                        "unknown | spec.senders[0].name: 'unknown' is who fits no sender; use another name",
                        "{name | spec.senders[1]: says not how to recognise the sender; give when, verify or both",
                        "a | spec.senders[2].name: 'a' is there twice; each name once",
                        "{when | spec.senders[3].name: is required: a name, to tell it from the others"),
                spec(
                        "rules:\n- {name: a/b}\n- {name: a}\n- name: a\n- {stop: true}",
                        "a/b | spec.rules[0].name: 'a/b' is not a name; use up to 63 letters, digits, dashes, dots and "
                                + "underscores",
                        "a | spec.rules[2].name: 'a' is there twice; each name once",
                        "{stop | spec.rules[3].name: is required: a name, to tell it from the others"),
                spec(
                        "requireSender: true",
                        "true | spec.requireSender: rejects every callback when there are no senders; add senders or "
                                + "leave it out"));
    }

    static Stream<Arguments> dedups() {
        var actions = "actions: [{name: x, type: Forward, forward: {url: 'http://a'}}]";
        return Stream.of(
                spec(
                        "rules:\n- {name: a, dedup: {window: 8d}, " + actions
                                + "}\n- {name: b, dedup: {key: ' ', window: 168h1s}, " + actions
                                + "}\n- {name: c, dedup: {key: text, window: 999ms}, " + actions + "}",
                        "dedup | spec.rules[0].dedup.key: is required: a CEL expression",
                        "8d | spec.rules[0].dedup.window: '8d' is not a duration; …",
                        "' ' | spec.rules[1].dedup.key: is required: a CEL expression",
                        "168h1s | spec.rules[1].dedup.window: '168h1s' is out of bounds; use 1s to 168h",
                        "999ms | spec.rules[2].dedup.window: '999ms' is out of bounds; use 1s to 168h"),
                spec(
                        "rules:\n- {name: a, dedup: {key: text, per: 1h}}",
                        "per | spec.rules[0].dedup.per: is not a field here; known are key, window",
                        "dedup | spec.rules[0].dedup: belongs to a rule with actions; add actions or leave it out"),
                spec(
                        "rules:\n- {name: a, dedup: {key: request.heders}, " + actions + "}",
                        ".heders | spec.rules[0].dedup.key: undefined field 'heders'"));
    }

    static Stream<Arguments> matches() {
        return Stream.of(
                spec(
                        "rules:\n- {name: a, match: {methods: [post, 'P T', POST]}}",
                        "post | spec.rules[0].match.methods[0]: 'post' never comes, methods are case-sensitive; write POST",
                        "'P T' | spec.rules[0].match.methods[1]: 'P T' is not an HTTP method; write it like POST"),
                spec(
                        "rules:\n- {name: a, match: {path: {type: Suffix, value: /x}}}",
                        "Suffix | spec.rules[0].match.path.type: 'Suffix' is not known; use one of Exact, Prefix, "
                                + "RegularExpression"),
                spec(
                        "rules:\n- {name: a, match: {path: {value: card}}}\n- {name: b, match: {path: {value: '/a?x=1'}}}\n"
                                + "- {name: c, match: {path: {type: Exact}}}",
                        "card | spec.rules[0].match.path.value: 'card' is not a path; it starts with a slash, like /card",
                        "'/a?x=1' | spec.rules[1].match.path.value: '/a?x=1' holds more than a path; use 'query' for what "
                                + "follows the ?",
                        "path | spec.rules[2].match.path.value: is required: the path to compare with"),
                spec(
                        "rules:\n- {name: a, match: {path: {type: RegularExpression, value: '/(a'}}}\n"
                                + "- {name: b, match: {path: {type: RegularExpression, value: '((a{100}){100}){100}'}}}",
                        "'/(a' | spec.rules[0].match.path.value: is not a regular expression of RE2: …",
                        "'((a{100 | spec.rules[1].match.path.value: repeats too much; use smaller counts in {…}"),
                spec(
                        "rules:\n- {name: a, match: {headers: [{name: 'x y', value: v}, {value: v}, {name: x}], "
                                + "query: [{name: q, type: Prefix, value: v}]}}",
                        "'x y' | spec.rules[0].match.headers[0].name: 'x y' is not a header's name; use letters, digits and "
                                + "dashes, like x-team",
                        "{value | spec.rules[0].match.headers[1].name: is required: the name of a header",
                        "{name | spec.rules[0].match.headers[2].value: is required: the value to compare with",
                        "Prefix | spec.rules[0].match.query[0].type: 'Prefix' is not known; use one of Exact, "
                                + "RegularExpression"),
                spec(
                        "senders: [{name: a, when: 'true'}]\nrules:\n- {name: a, match: {senders: [a, unknown, b]}}",
                        "b | spec.rules[0].match.senders[2]: there is no sender 'b'; use one of a, unknown"));
    }

    static Stream<Arguments> actions() {
        return Stream.of(
                action(
                        "type: Email",
                        "Email | spec.rules[0].actions[0].type: 'Email' is not known; use one of Slack, Forward"),
                action("slack: {}", "{name | spec.rules[0].actions[0].type: is required: one of Slack, Forward"),
                action(
                        "type: Slack, forward: {url: 'https://x.example.com'}",
                        "forward | spec.rules[0].actions[0].forward: does not belong to an action of type Slack; leave it out",
                        "{name | spec.rules[0].actions[0].slack: is required for type Slack: text or blocks, and where to"),
                action(
                        "type: Slack, slack: {}",
                        "slack | spec.rules[0].actions[0].slack.text: is required: a message needs text or blocks",
                        "{name | spec.rules[0].actions[0]: says not where to send to; give destinationRef or "
                                + "slack.webhookUrlSecretRef"),
                action(
                        "type: Forward, destinationRef: {name: web}, forward: {url: 'https://x.example.com'}",
                        "{name | spec.rules[0].actions[0]: has destinationRef and forward.url; give one of them"),
                action(
                        "type: Slack, destinationRef: {name: web}, slack: {text: x}",
                        "destinationRef | spec.rules[0].actions[0].destinationRef: CallbackDestination 'web' is of type Http; an action "
                                + "of type Slack needs one of type Slack"),
                action(
                        "type: Forward, destinationRef: {name: nope}",
                        "destinationRef | spec.rules[0].actions[0].destinationRef: there is no usable CallbackDestination 'nope' in "
                                + "namespace acme"),
                action(
                        "type: Slack, destinationRef: {name: broken}, slack: {text: x}",
                        "destinationRef | spec.rules[0].actions[0].destinationRef: CallbackDestination 'broken' cannot be used: "
                                + "spec.slack.webhookUrlSecretRef: there is no Secret 'nope' in namespace acme"),
                action(
                        "type: Slack, slack: {text: x, webhookUrlSecretRef: {name: slack, key: nope}}",
                        "webhookUrlSecretRef | spec.rules[0].actions[0].slack.webhookUrlSecretRef: Secret 'slack' in namespace acme has no "
                                + "key 'nope'"),
                action(
                        "type: Slack, slack: {text: x, webhookUrlSecretRef: {name: slack, key: empty}}",
                        "webhookUrlSecretRef | spec.rules[0].actions[0].slack.webhookUrlSecretRef: key 'empty' of Secret 'slack' in "
                                + "namespace acme is empty"),
                action(
                        "type: Slack, slack: {text: x, webhookUrlSecretRef: {name: theirs, key: key}}",
                        "webhookUrlSecretRef | spec.rules[0].actions[0].slack.webhookUrlSecretRef: there is no Secret 'theirs' in namespace "
                                + "acme"),
                action(
                        "type: Slack, slack: {text: x, webhookUrlSecretRef: {namespace: other, key: key}}",
                        "namespace | spec.rules[0].actions[0].slack.webhookUrlSecretRef.namespace: is not a field here; known are "
                                + "name, key",
                        "webhookUrlSecretRef | spec.rules[0].actions[0].slack.webhookUrlSecretRef.name: is required: the name of a Secret"));
    }

    static Stream<Arguments> forwards() {
        return Stream.of(
                url("erp.example.com", "is not an absolute URL; …"),
                url("ftp://erp.example.com", "is not an absolute URL; …"),
                url("HTTPS://erp.example.com", "is not an absolute URL; …"),
                url("https://erp.example.com/" + "x".repeat(2_000), "has 2024 characters; at most 2000 are allowed"),
                url("https://me:hunter2@erp.example.com", "holds credentials; …"),
                url("https://erp.example.com/#x", "has a fragment (#…), which is never sent; leave it out"),
                url("https:///x", "has no usable host and port; …"),
                url("https://erp.example.com:99999", "has no usable host and port; …"),
                url("https://erp.example.com/승인", "holds characters that have to be percent-encoded"),
                url("https://erp.example.com/{{ x }}", "is not a URL; …"),
                forward(
                        "pathMode: append",
                        "append | spec.rules[0].actions[0].forward.pathMode: 'append' is not known; use one of Append, Replace"),
                forward("method: get", "get | spec.rules[0].actions[0].forward.method: 'get' never comes, …"),
                forward(
                        "method: TRACE",
                        "TRACE | spec.rules[0].actions[0].forward.method: 'TRACE' cannot be forwarded"),
                forward(
                        "headers: {set: {\"x\\ny\": a, content-length: '1', x-a: \"1\\r\\n2\"}, remove: ['a b']}",
                        "a | spec.rules[0].actions[0].forward.headers.set.x y: 'x�y' is not a header's name; …",
                        "'1' | spec.rules[0].actions[0].forward.headers.set.content-length: 'content-length' cannot be set: it belongs to the connection",
                        "\"1\\r\\n2\" | spec.rules[0].actions[0].forward.headers.set.x-a: holds a line break or another control character; …",
                        "'a b' | spec.rules[0].actions[0].forward.headers.remove[0]: 'a b' is not a header's name; …"),
                forward(
                        "body: x, bodyExpression: text",
                        "text | spec.rules[0].actions[0].forward.bodyExpression: cannot stand beside 'body'; give one of them"),
                forward(
                        "sign: {secretRef: {name: slack, key: team}, secretRefs: [{name: slack, key: team}]}",
                        "sign | spec.rules[0].actions[0].forward.sign: has both secretRef and secretRefs; give one of them"),
                forward(
                        "sign: {}",
                        "sign | spec.rules[0].actions[0].forward.sign.secretRef: is required: name and key of a Secret"),
                forward(
                        "timeout: 6m",
                        "6m | spec.rules[0].actions[0].forward.timeout: '6m' is out of bounds; use more than 0 and at most 5m"));
    }

    private static Arguments url(String url, String problem) {
        return action(
                "type: Forward, forward: {url: '" + url + "'}",
                "'" + url.split(":", 2)[0] + (url.contains(":") ? "" : "'")
                        + " | spec.rules[0].actions[0].forward.url: " + problem);
    }

    private static Arguments forward(String fields, String... problems) {
        return action("type: Forward, forward: {url: 'http://a', " + fields + "}", problems);
    }

    static Stream<Arguments> retries() {
        var url = "type: Forward, forward: {url: 'http://a'}, ";
        return Stream.of(
                action(
                        url + "retry: {schedule: [5, 5x, 0s, 1d, '', 1m30], jitterPercent: 101, timeout: -1s}",
                        "5 | spec.rules[0].actions[0].retry.schedule[0]: has to be text; put it in quotes",
                        "5x | spec.rules[0].actions[0].retry.schedule[1]: '5x' is not a duration; write it like 500ms, 5s, "
                                + "5m, 2h or 1h30m",
                        "0s | spec.rules[0].actions[0].retry.schedule[2]: '0s' is out of bounds; use more than 0 and at "
                                + "most 168h",
                        "1d | spec.rules[0].actions[0].retry.schedule[3]: '1d' is not a duration; …",
                        "'' | spec.rules[0].actions[0].retry.schedule[4]: '' is not a duration; …",
                        "1m30 | spec.rules[0].actions[0].retry.schedule[5]: '1m30' is not a duration; …",
                        "101 | spec.rules[0].actions[0].retry.jitterPercent: is 101; use 0 to 100",
                        "-1s | spec.rules[0].actions[0].retry.timeout: '-1s' is not a duration; …"),
                action(
                        url + "retry: {schedule: [" + "1s, ".repeat(20) + "1s]}",
                        "schedule | spec.rules[0].actions[0].retry.schedule: has 21 entries; at most 20 are allowed"),
                action(
                        url + "retryOn: [" + "5xx, ".repeat(32) + "4xx]",
                        "retryOn | spec.rules[0].actions[0].retryOn: has 33 entries; at most 32 are allowed"),
                action(
                        url + "retry: {timeout: 000000000000000000001s}",
                        "000000000000000000001s | spec.rules[0].actions[0].retry.timeout: '000000000000000000001s' is not a "
                                + "duration; …"),
                action(
                        url + "retryOn: [Timeout, '2xx', '600', never]",
                        "'2xx' | spec.rules[0].actions[0].retryOn[1]: '2xx' is no reason to retry; use Connection, Timeout, a "
                                + "status like 503 or a class like 5xx",
                        "'600' | spec.rules[0].actions[0].retryOn[2]: '600' is no reason to retry; …",
                        "never | spec.rules[0].actions[0].retryOn[3]: 'never' is no reason to retry; …"));
    }

    static Stream<Arguments> verifications() {
        return Stream.of(
                verify(
                        "type: Gitlab",
                        "Gitlab | spec.senders[0].verify.type: 'Gitlab' is not known; use one of GitHub, Stripe, Slack, Shopify, "
                                + "Twilio, StandardWebhooks, HMAC, Basic, Bearer, ApiKey, MTLS"),
                verify(
                        "type: GitHub",
                        "verify | spec.senders[0].verify.secretRef: is required: name and key of a Secret"),
                verify(
                        "type: HMAC, algorithm: MD5, encoding: hex, secretRef: {name: slack, key: team}",
                        "verify | spec.senders[0].verify.header: is required: the name of a header",
                        "MD5 | spec.senders[0].verify.algorithm: 'MD5' is not known; use one of SHA1, SHA256, SHA384, SHA512",
                        "hex | spec.senders[0].verify.encoding: 'hex' is not known; use one of Hex, Base64"),
                verify(
                        "type: Bearer, username: me, secretRef: {name: slack, key: team}",
                        "me | spec.senders[0].verify.username: does not belong to type Bearer; leave it out"),
                verify(
                        "type: MTLS, header: x-subject",
                        "verify | spec.senders[0].verify.value: is required: what the header has to say"),
                verify(
                        "type: Stripe, tolerance: forever, secretRef: {name: slack, key: team}",
                        "forever | spec.senders[0].verify.tolerance: 'forever' is not a duration; …"));
    }

    private static Arguments verify(String fields, String... problems) {
        return arguments("senders:\n- {name: a, verify: {" + fields + "}}", Arrays.asList(problems));
    }

    @ParameterizedTest
    @MethodSource({"hosts", "names", "dedups", "matches", "actions", "forwards", "retries", "verifications"})
    void tellsFieldMessageAndPlace(String spec, List<String> expected) {
        // when
        var problems = problems(spec);

        // then
        assertThat(problems).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            var told = expected.get(i).split("…$", -1);
            assertThat(at(spec, problems.get(i))).startsWith(told[0]);
            assertThat(told.length > 1 || told[0].equals(at(spec, problems.get(i))))
                    .isTrue();
        }
    }

    /** The first word that stands at the told place, and the problem without its place. */
    private static String at(String spec, String problem) {
        var parts = problem.split(":", 3);
        var line = spec.lines().toList().get(Integer.parseInt(parts[0]) - 5);
        var word = line.substring(Integer.parseInt(parts[1]) - 3).split("[,:}\\]]", 2)[0];
        return word + " |" + parts[2];
    }

    @Test
    void tellsWhereInABlockAnExpressionIsWrong() {
        // when
        var problems = problems("""
                rules:
                - name: a
                  when: |
                    text.contains('승인') &&
                    amount > 5
                  actions:
                  - name: x
                    type: Slack
                    slack:
                      webhookUrlSecretRef: {name: slack, key: team}
                      text: "승인 {{ text }} {{ nope }}"
                """);

        // then
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).startsWith("9:7: spec.rules[0].when: ").contains("amount");
        assertThat(problems.get(1)).startsWith("15:").contains("spec.rules[0].actions[0].slack.text: ", "nope");
    }

    @Test
    void whoIsCallingCannotDependOnWhoIsCalling() {
        // when
        var problems = problems("""
                let:
                - {name: who, value: "sender + '!'"}
                - {name: loud, value: "who + '!'"}
                - {name: fine, value: "text + '!'"}
                senders:
                - {name: a, when: "sender == 'b'"}
                - {name: b, when: "loud == 'b'"}
                - {name: c, when: "fine == 'b'"}
                """);

        // then
        assertThat(problems)
                .containsExactly(
                        "10:21: spec.senders[0].when: cannot use 'sender': this is what finds out who the sender is",
                        "11:21: spec.senders[1].when: cannot use 'loud': its let value needs 'sender', which is found out "
                                + "here");
    }

    @Test
    void aWrongLetIsToldOnceAndNotAtEachUse() {
        // when
        var problems = problems("""
                let:
                - {name: amount, value: "regex.extract("}
                - {name: twice, value: "amount + amount"}
                rules:
                - {name: a, when: "amount == '5' && twice > 3"}
                """);

        // then
        assertThat(problems).singleElement().asString().contains("spec.let[0].value: ");
    }

    @Test
    void expressionsHaveToGiveWhatTheirPlaceAsksFor() {
        // when
        var problems = problems("""
                senders:
                - {name: a, when: "'text'"}
                rules:
                - name: a
                  when: "5"
                  actions:
                  - {name: x, type: Slack, slack: {webhookUrlSecretRef: {name: slack, key: team}, blocks: "'no list'"}}
                """);

        // then
        assertThat(problems).hasSize(3);
        assertThat(problems.get(0)).contains("spec.senders[0].when: ");
        assertThat(problems.get(1)).contains("spec.rules[0].when: ");
        assertThat(problems.get(2)).contains("spec.rules[0].actions[0].slack.blocks: ");
    }

    @Test
    void problemsSayWhichConditionIsFalse() {
        // given
        var yaml = """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: r, namespace: acme}
                spec:
                  hosts: [callbackers.com]
                  senders: [{name: s, verify: {type: GitHub, secretRef: {name: nope, key: x}}}]
                  rules: [{name: a, when: "nope", actions: [{name: x, type: Forward, destinationRef: {name: nope}}]}, {}]
                """;

        // when
        var refused = (Compilation.Refused) ACME.compile(yaml);

        // then
        assertThat(refused.problems())
                .extracting(problem -> problem.condition() + " " + problem.reason())
                .containsExactly(
                        "Accepted HostNotPermitted",
                        "ResolvedRefs SecretNotFound",
                        "Accepted InvalidExpression",
                        "ResolvedRefs DestinationNotFound",
                        "Accepted InvalidSpec");
    }
}
