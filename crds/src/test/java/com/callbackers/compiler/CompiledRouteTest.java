package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompiledRouteTest {

    private static final String ROUTE = """
            apiVersion: callbackers.com/v1alpha1
            kind: CallbackRoute
            metadata: {name: card, namespace: mingkyme}
            spec:
              rules:
              - name: all
                actions:
                - {name: team, type: Slack, destinationRef: {name: team}, slack: {text: hi}}
                - {name: erp, type: Forward, destinationRef: {name: erp, namespace: shared}}
            """;

    private static final String DESTINATIONS = """
            apiVersion: callbackers.com/v1alpha1
            kind: CallbackDestination
            metadata: {name: team, namespace: mingkyme}
            spec: {type: Slack, slack: {webhookUrlSecretRef: {name: slack, key: team}}}
            ---
            apiVersion: callbackers.com/v1alpha1
            kind: CallbackDestination
            metadata: {name: erp, namespace: shared}
            spec: {type: Http, http: {url: "https://erp.example.com"}, allowedNamespaces: [mingkyme]}
            """;

    private final Tenant tenant = new Tenant()
            .secret("mingkyme", "slack", Map.of("team", "https://hooks.slack.com/services/T/B/X", "other", "unused"))
            .destinations(DESTINATIONS);

    private CompiledRoute compiled() {
        var resource =
                ResourceReader.read("route.yaml", ROUTE).routes().getFirst().resource();
        var used = new UsedReferences(tenant);
        assertThat(new RouteCompiler("callbackers.com").compile(resource, 7, used))
                .isInstanceOf(Compilation.Compiled.class);
        return CompiledRoute.of("callbackers.com", 7, resource, used);
    }

    @Test
    void travelsWithAllThatItRefersToAndNothingElse() throws Exception {
        // when
        var read = CompiledSecret.read(CompiledSecret.write(compiled(), "callbackers-system", Map.of()));

        // then
        assertThat(read).isEqualTo(compiled());
        assertThat(read.secrets())
                .isEqualTo(Map.of("mingkyme/slack", Map.of("team", "https://hooks.slack.com/services/T/B/X")));
        assertThat(read.compile()).isInstanceOfSatisfying(Compilation.Compiled.class, good -> {
            assertThat(good.route().generation()).isEqualTo(7);
            assertThat(good.route().hosts()).containsExactly("mingkyme.callbackers.com");
            assertThat(good.route().action("all", "erp")).isPresent();
        });
    }

    @Test
    void aDestinationOfAnotherNamespaceIsKnownByBothNamesAndPacedWithItsOwn() {
        assertThat(compiled().compile()).isInstanceOfSatisfying(Compilation.Compiled.class, good -> {
            var target = good.route().action("all", "erp").orElseThrow().target();
            assertThat(target.label()).isEqualTo("shared/erp");
            assertThat(target.key()).isEqualTo("shared/erp");
        });
    }

    @Test
    void isTheSameTextForTheSameRoute() {
        assertThat(compiled().json()).isEqualTo(compiled().json());
    }

    @Test
    void aFieldOfALaterVersionIsRefusedAndNoSecretIsTold() {
        // given
        var later = compiled().json().replace("\"rules\"", "\"quota\":1,\"rules\"");

        // when / then
        assertThatThrownBy(() -> CompiledRoute.read(later))
                .isInstanceOf(UnreadableRouteException.class)
                .hasMessageContaining("spec.quota")
                .hasMessageNotContaining("hooks.slack.com");
        assertThatThrownBy(() -> CompiledRoute.read("{\"secrets\": \"hooks.slack.com"))
                .hasMessage("it is not JSON");
    }

    @Test
    void aDestinationOfAnotherNamespaceHasToAllowIt() {
        // given
        var elsewhere = ROUTE.replace("namespace: mingkyme", "namespace: stranger");

        // when
        var problems = tenant.secret("stranger", "slack", Map.of("team", "https://example.com"))
                .problems(elsewhere.replace(
                        "destinationRef: {name: team}", "destinationRef: {name: x, namespace: shared}"));

        // then
        assertThat(problems).hasSize(2).allSatisfy(problem -> assertThat(problem)
                .contains("that namespace stranger may use; list stranger in its spec.allowedNamespaces"));
    }

    @Test
    void longNamesAreCutAndStayApart() {
        // given
        var name = "mingkyme/" + "a".repeat(253);

        // when / then
        assertThat(CompiledSecret.name(name)).hasSize(253).isNotEqualTo(CompiledSecret.name(name + "b"));
        assertThat(CompiledSecret.name("a/b.c")).isEqualTo("route.a.b.c");
    }

    @Test
    void theSecretSaysWhoseItIs() {
        // when
        var secret = CompiledSecret.write(compiled(), "callbackers-system", Map.of("app", "x"));

        // then
        assertThat(CompiledSecret.route(secret)).contains("mingkyme/card");
        assertThat(secret.getMetadata().getLabels())
                .containsEntry("app", "x")
                .containsAllEntriesOf(CompiledSecret.LABELS);
        assertThat(new String(Base64.getDecoder().decode(secret.getData().get("route.json")), StandardCharsets.UTF_8))
                .isEqualTo(compiled().json());
    }
}
