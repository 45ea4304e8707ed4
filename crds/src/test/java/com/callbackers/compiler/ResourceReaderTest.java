package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceReaderTest {

    private static List<String> told(ResourceFile file) {
        var told = new ArrayList<>(file.troubles());
        file.routes().forEach(read -> read.problems()
                .forEach(p -> told.add(read.places().tell(p))));
        file.destinations().forEach(read -> read.problems()
                .forEach(p -> told.add(read.places().tell(p))));
        file.secrets().forEach(read -> read.problems()
                .forEach(p -> told.add(read.places().tell(p))));
        return told;
    }

    @Test
    void readsEveryKindOfAFile() {
        // given
        var yaml = """
                # the tenant's own
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: card, namespace: acme, labels: {team: a}}
                spec:
                  hosts: [acme]
                  rules:
                  - name: all
                    stop: true
                    actions: [{name: erp, type: Forward, forward: {url: "https://erp.example.com"}}]
                ---
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackDestination
                metadata: {name: team}
                spec: {type: Http, http: {url: "https://x.example.com"}, rate: {perSecond: 5}}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: slack, namespace: acme}
                stringData: {team: plain}
                data: {admin: c2VjcmV0}
                ---
                """;

        // when
        var file = ResourceReader.read("a.yaml", yaml);

        // then
        assertThat(told(file)).isEmpty();
        assertThat(file.whole()).isTrue();
        var route = file.routes().getFirst().resource();
        assertThat(route.getMetadata().getLabels()).containsEntry("team", "a");
        assertThat(route.getSpec().hosts()).containsExactly("acme");
        assertThat(route.getSpec().rules().getFirst().stop()).isTrue();
        assertThat(file.destinations().getFirst().resource().getMetadata().getNamespace())
                .isEqualTo("default");
        assertThat(file.secrets().getFirst().resource().getData()).containsEntry("admin", "c2VjcmV0");
    }

    @Test
    void unpacksLists() {
        // given
        var yaml = """
                apiVersion: v1
                kind: List
                items:
                - apiVersion: v1
                  kind: Secret
                  metadata: {name: one}
                - apiVersion: callbackers.com/v1alpha1
                  kind: CallbackRoute
                  metadata: {name: two}
                  spec:
                    host: [x]
                """;

        // when
        var file = ResourceReader.read("a.yaml", yaml);

        // then
        assertThat(file.secrets()).hasSize(1);
        assertThat(told(file)).containsExactly("a.yaml:11:5: spec.host: is not a field here; is 'hosts' meant?");
    }

    @Test
    void tellsEveryUnknownFieldAndWrongTypeWithItsPlace() {
        // given
        var yaml = """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata:
                  name: card
                  nme: x
                spec:
                  suspend: sometimes
                  hosts: acme
                  let:
                  - {name: amount, value: 5}
                  -
                  rules:
                  - name: all
                    wehn: "true"
                    actions:
                    - {name: a, type: Slack, retry: {jitterPercent: many, schedule: [5]}, colour: red}
                    - just text
                """;

        // when
        var file = ResourceReader.read("dir/a.yaml", yaml);

        // then
        assertThat(told(file))
                .containsExactly(
                        "dir/a.yaml:5:3: metadata.nme: is not a field here; is 'name' meant?",
                        "dir/a.yaml:7:12: spec.suspend: has to be true or false",
                        "dir/a.yaml:8:10: spec.hosts: has to be a list",
                        "dir/a.yaml:10:27: spec.let[0].value: has to be text; put it in quotes",
                        "dir/a.yaml:11:4: spec.let[1]: is empty; fill it or leave it out",
                        "dir/a.yaml:14:5: spec.rules[0].wehn: is not a field here; is 'when' meant?",
                        "dir/a.yaml:16:53: spec.rules[0].actions[0].retry.jitterPercent: has to be a whole number",
                        "dir/a.yaml:16:70: spec.rules[0].actions[0].retry.schedule[0]: has to be text; put it in quotes",
                        "dir/a.yaml:16:75: spec.rules[0].actions[0].colour: is not a field here; known are name, type, "
                                + "destinationRef, slack, forward, retry, retryOn, orderBy",
                        "dir/a.yaml:17:7: spec.rules[0].actions[1]: has to hold fields, such as name");
    }

    @Test
    void tellsATemplateWithoutQuotes() {
        // given
        var yaml = """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: card}
                spec:
                  let:
                  - name: a
                    value: {{ text }}
                """;

        // when
        var file = ResourceReader.read("a.yaml", yaml);

        // then
        assertThat(told(file))
                .containsExactly(
                        "a.yaml:7:5: spec.let[0].value: is not text for YAML, which takes {{ for the begin of a "
                                + "mapping; put it in quotes");
    }

    @Test
    void tellsAFieldThatIsThereTwice() {
        // given
        var yaml = """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: card}
                spec:
                  suspend: true
                  hosts: [a]
                  suspend: false
                """;

        // when
        var file = ResourceReader.read("a.yaml", yaml);

        // then
        assertThat(told(file)).containsExactly("a.yaml:7:3: spec.suspend: is there twice; each field once");
    }

    @Test
    void tellsWhereAFileIsNotYaml() {
        // when
        var file = ResourceReader.read("a.yaml", "kind: CallbackRoute\nspec:\n  rules: [a, b\nx: 1\n");

        // then
        assertThat(file.whole()).isFalse();
        assertThat(file.troubles())
                .singleElement()
                .asString()
                .startsWith("a.yaml:4:")
                .contains("is not YAML: ");
    }

    @Test
    void tellsResourcesThatCannotBeIdentified() {
        // given
        var yaml = """
                kind: CallbackRoute
                ---
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata:
                  namespace: acme
                ---
                - a list
                """;

        // when
        var file = ResourceReader.read("a.yaml", yaml);

        // then
        assertThat(file.whole()).isFalse();
        assertThat(file.troubles())
                .containsExactly(
                        "a.yaml:1:1: apiVersion: is required, such as callbackers.com/v1alpha1",
                        "a.yaml:5:1: metadata.name: is required",
                        "a.yaml:8:1: is not a resource; it starts with apiVersion, kind and metadata");
    }

    @Test
    void reportsOtherKindsAndKeepsTheRest() {
        // given
        var yaml = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: x}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: y}
                """;

        // when
        var file = ResourceReader.read("a.yaml", yaml);

        // then
        assertThat(file.whole()).isTrue();
        assertThat(file.secrets()).hasSize(1);
        assertThat(file.troubles())
                .containsExactly("a.yaml:2:7: kind: 'ConfigMap' is not read here; known are CallbackRoute, "
                        + "CallbackDestination and Secret");
    }

    @Test
    void neverShowsSecretValues() {
        // given
        var yaml = """
                apiVersion: v1
                kind: Secret
                metadata: {name: y}
                data: {key: "not base64 hunter2"}
                """;

        // when
        var file = ResourceReader.read("a.yaml", yaml);

        // then
        assertThat(told(file))
                .containsExactly("a.yaml:4:13: data.key: is not base64; plain text goes under stringData");
        assertThat(file.secrets().getFirst().resource().getData()).doesNotContainKey("key");
    }

    @Test
    void stopsAtBombsOfAliases() {
        // given
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 6; i++) {
            yaml.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }

        // when
        var file = ResourceReader.read("a.yaml", yaml.toString());

        // then
        assertThat(file.troubles()).containsExactly("a.yaml: has more than 50000 values");
    }

    @Test
    void stopsAtAliasesOfThemselves() {
        // when
        var file = ResourceReader.read("a.yaml", "a: &a [*a]\n");

        // then
        assertThat(file.whole()).isFalse();
        assertThat(file.troubles()).containsExactly("a.yaml: is nested more than 50 levels deep");
    }

    @Test
    void stopsAtDeepNesting() {
        // when
        var file = ResourceReader.read("a.yaml", "[".repeat(100_000));

        // then
        assertThat(file.troubles()).containsExactly("a.yaml: is nested more than 100 levels deep");
    }

    @Test
    void refusesTagsThatAreNotKnown() {
        // given
        var yaml = """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: card}
                spec:
                  hosts: [!!java.net.URL x]
                """;

        // when
        var file = ResourceReader.read("a.yaml", yaml);

        // then
        assertThat(told(file).getFirst()).startsWith("a.yaml:5:11: spec.hosts[0]: has the tag tag:yaml.org,2002:java");
    }

    @Test
    void keepsTextThatLooksLikeSomethingElse() {
        // given
        var yaml = """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: card}
                spec:
                  let:
                  - {name: "a", value: "5"}
                  - {name: b, value: no}
                  - {name: c, value: 2026-11-23}
                """;

        // when
        var file = ResourceReader.read("a.yaml", yaml);

        // then
        assertThat(told(file)).isEmpty();
        assertThat(file.routes().getFirst().resource().getSpec().let())
                .extracting("value")
                .containsExactly("5", "no", "2026-11-23");
    }

    @Test
    void aByteOrderMarkIsNoText() {
        // when
        var file = ResourceReader.read("a.yaml", "\uFEFFapiVersion: v1\nkind: Secret\nmetadata: {name: x}\n");

        // then
        assertThat(told(file)).isEmpty();
        assertThat(file.secrets()).hasSize(1);
    }

    @Test
    void readsRoutesAsJson() {
        // when
        var read = ResourceReader.route("""
                {"metadata": {"name": "card", "namespace": "acme"}, "spec": {"hosts": ["a"], "colour": 1}}
                """);

        // then
        assertThat(read.resource().getSpec().hosts()).containsExactly("a");
        assertThat(read.problems()).extracting(Problem::field).containsExactly("spec.colour");
        assertThat(read.places().tell(read.problems().getFirst())).startsWith("spec.colour: is not a field here");
    }

    @Test
    void whatIsNotJsonIsTold() {
        // when
        var read = ResourceReader.route("{\"spec\": hunter2}");

        // then
        assertThat(read.problems().getLast().toString())
                .contains("is not JSON (line 1, column ")
                .doesNotContain("hunter2");
    }

    @Test
    void canonicalTextComesBackTheSame() {
        // given
        var yaml = """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: card, namespace: acme, annotations: {note: changed}}
                spec:
                  rules:
                  - name: all
                    match: {headers: [{name: x, value: ""}]}
                    actions:
                    - name: a
                      type: Forward
                      forward: {url: "https://x.example.com", headers: {set: {b: "1", a: "2"}}}
                      retry: {schedule: []}
                """;
        var route = ResourceReader.read("a.yaml", yaml).routes().getFirst().resource();

        // when
        var canonical = ResourceWriter.canonical(route);
        var again = ResourceReader.route(canonical);

        // then
        assertThat(again.problems()).isEmpty();
        assertThat(again.resource().getSpec()).isEqualTo(route.getSpec());
        assertThat(ResourceWriter.canonical(again.resource())).isEqualTo(canonical);
        assertThat(canonical)
                .contains("\"schedule\":[]", "\"value\":\"\"", "{\"b\":\"1\",\"a\":\"2\"}")
                .doesNotContain("note", "suspend");
    }
}
