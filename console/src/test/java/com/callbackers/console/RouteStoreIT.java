package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.console.resources.KubernetesCatalog;
import com.callbackers.console.resources.Saved;
import com.callbackers.localkube.LocalKube;
import com.callbackers.resources.CustomResourceDefinitions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RouteStoreIT {

    private LocalKube kube;
    private KubernetesClient kubernetes;
    private KubernetesCatalog store;

    @BeforeEach
    void start() {
        kube = LocalKube.start(LocalKube.Settings.inMemory());
        Config config =
                new ConfigBuilder(Config.empty()).withMasterUrl(kube.url()).build();
        kubernetes = new KubernetesClientBuilder().withConfig(config).build();
        CustomResourceDefinitions.yaml().forEach(crd -> kubernetes
                .load(new ByteArrayInputStream(crd.getBytes(StandardCharsets.UTF_8)))
                .create());
        kubernetes
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("mingkyme")
                        .endMetadata()
                        .build())
                .create();
        store = KubernetesCatalog.connect(config, JsonMapper.builder().build());
    }

    @AfterEach
    void stop() {
        store.close();
        kubernetes.close();
        kube.close();
    }

    private static JsonNode route(long generation, String... rules) {
        var route = JsonMapper.shared().createObjectNode();
        var metadata = route.putObject("metadata").put("name", "card").put("namespace", "mingkyme");
        if (generation > 0) {
            metadata.put("generation", generation);
        }
        var list = route.putObject("spec").putArray("rules");
        for (var rule : rules) {
            list.addObject().put("name", rule);
        }
        return route;
    }

    private void applied(String manager, String metadata, String spec) {
        var route = """
                {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackRoute",
                 "metadata": {"name": "card", "namespace": "mingkyme" %s}, "spec": %s}
                """.formatted(metadata, spec);
        kubernetes
                .resource(Serialization.unmarshal(route, GenericKubernetesResource.class))
                .fieldManager(manager)
                .serverSideApply();
    }

    private GenericKubernetesResource live() {
        return kubernetes
                .genericKubernetesResources("callbackers.com/v1alpha1", "CallbackRoute")
                .inNamespace("mingkyme")
                .withName("card")
                .get();
    }

    private static List<String> rules(JsonNode route) {
        return route.at("/spec/rules")
                .valueStream()
                .map(rule -> rule.path("name").asString())
                .toList();
    }

    private static JsonNode done(Saved saved) {
        assertThat(saved).isInstanceOf(Saved.Done.class);
        return ((Saved.Done) saved).resource();
    }

    @Test
    void aNewRouteIsMadeByTheConsolesFieldManager() {
        // when
        var saved = store.save(route(0, "a", "b"));

        // then
        assertThat(rules(done(saved))).containsExactly("a", "b");
        assertThat(live().getMetadata().getManagedFields()).singleElement().satisfies(entry -> {
            assertThat(entry.getManager()).isEqualTo("callbackers-console");
            assertThat(entry.getOperation()).isEqualTo("Apply");
        });
    }

    @Test
    void whatIsLeftOutIsGoneThoughSomebodyElseAppliedIt() {
        // given
        applied("kubectl", ", \"labels\": {\"team\": \"cards\"}", """
                {"requireSender": true, "senders": [{"name": "s", "when": "true"}],
                 "rules": [{"name": "a", "stop": true}, {"name": "b"}]}
                """);

        // when
        var saved = done(store.save(route(1, "a", "c")));

        // then
        assertThat(rules(saved)).containsExactly("a", "c");
        assertThat(saved.at("/spec/rules/0").has("stop")).isFalse();
        assertThat(saved.path("spec").has("senders")).isFalse();
        assertThat(saved.at("/spec/requireSender").asBoolean(false)).isFalse();
        assertThat(live().getMetadata().getLabels()).isEqualTo(Map.of("team", "cards"));
    }

    @Test
    void whatWasEditedInPlaceIsChangedToo() {
        // given
        applied("kubectl", "", "{\"rules\": [{\"name\": \"a\"}]}");
        kubernetes
                .genericKubernetesResources("callbackers.com/v1alpha1", "CallbackRoute")
                .inNamespace("mingkyme")
                .withName("card")
                .edit(route -> {
                    route.setAdditionalProperty("spec", Map.of("rules", List.of(Map.of("name", "b"))));
                    return route;
                });

        // when
        var saved = done(store.save(route(2, "c")));

        // then
        assertThat(rules(saved)).containsExactly("c");
    }

    private void destination(String manager, String metadata, String more) {
        var destination = """
                {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackDestination",
                 "metadata": {"name": "erp", "namespace": "mingkyme" %s},
                 "spec": {"type": "Http", "http": {"url": "https://erp.test/"} %s}}
                """.formatted(metadata, more);
        kubernetes
                .resource(Serialization.unmarshal(destination, GenericKubernetesResource.class))
                .fieldManager(manager)
                .forceConflicts()
                .serverSideApply();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"kubectl;''", "helm;', \"labels\": {\"app.kubernetes.io/managed-by\": \"Helm\"}'"})
    void aDestinationIsSuspendedAndNothingElseOfItIsTouched(String manager, String metadata) {
        // given
        destination(manager, metadata, "");

        // when
        var suspended = done(store.suspend("mingkyme", "erp", true));
        var resumed = done(store.suspend("mingkyme", "erp", false));

        // then
        assertThat(suspended.at("/spec/suspend").asBoolean()).isTrue();
        assertThat(resumed.at("/spec/suspend").asBoolean()).isFalse();
        assertThat(resumed.at("/spec/http/url").asString()).isEqualTo("https://erp.test/");
        destination(manager, metadata, "");
        assertThat(done(store.suspend("mingkyme", "erp", true)).at("/spec/type").asString())
                .isEqualTo("Http");
    }

    @Test
    void whatPeopleHaveSuspendedIsResumed() {
        // given
        destination("kubectl", "", ", \"suspend\": true");

        // when
        var resumed = done(store.suspend("mingkyme", "erp", false));

        // then
        assertThat(resumed.at("/spec/suspend").asBoolean()).isFalse();
    }

    @Test
    void whatItsKeeperHasSuspendedIsChangedThere() {
        // given
        destination("kustomize-controller", "", ", \"suspend\": true");

        // when
        var saved = store.suspend("mingkyme", "erp", false);

        // then
        assertThat(saved).isEqualTo(new Saved.Kept("Flux"));
    }

    @Test
    void whatIsNotThereIsNotMadeBySuspendingIt() {
        // when
        var saved = store.suspend("mingkyme", "erp", true);

        // then
        assertThat(saved).isEqualTo(new Saved.Refused(404, "there is no destination mingkyme/erp"));
    }

    @Test
    void theStatusStaysWhoseItIs() {
        // given
        applied("kubectl", "", "{\"rules\": [{\"name\": \"a\"}]}");
        kubernetes
                .genericKubernetesResources("callbackers.com/v1alpha1", "CallbackRoute")
                .inNamespace("mingkyme")
                .withName("card")
                .editStatus(route -> {
                    route.setAdditionalProperty("status", Map.of("observedGeneration", 1));
                    return route;
                });

        // when
        var saved = done(store.save(route(1, "b")));

        // then
        assertThat(saved.at("/status/observedGeneration").asLong()).isEqualTo(1);
        assertThat(live().getMetadata().getManagedFields())
                .anySatisfy(entry -> assertThat(entry.getSubresource()).isEqualTo("status"));
    }

    @Test
    void aChangeOfWhatWasChangedMeanwhileIsNotMade() {
        // given
        applied("kubectl", "", "{\"rules\": [{\"name\": \"a\"}]}");
        applied("kubectl", "", "{\"rules\": [{\"name\": \"b\"}]}");

        // when
        var stale = store.save(route(1, "c"));
        var blind = store.save(route(0, "c"));

        // then
        assertThat(stale)
                .isEqualTo(
                        new Saved.Overtaken("it was changed meanwhile: it is at generation 2, and this begins with 1"));
        assertThat(blind).isInstanceOf(Saved.Overtaken.class);
        assertThat(live().getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void aChangeOfWhatWasDeletedMeanwhileIsNotMade() {
        // when
        var saved = store.save(route(3, "a"));

        // then
        assertThat(saved).isEqualTo(new Saved.Overtaken("it was deleted meanwhile"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            argocd-controller    |                                                                     | Argo CD
            kubectl              | , "annotations": {"argocd.argoproj.io/tracking-id": "a:b/c:d/e"}    | Argo CD
            kustomize-controller |                                                                     | Flux
            kubectl              | , "labels": {"kustomize.toolkit.fluxcd.io/name": "apps"}            | Flux
            kubectl              | , "labels": {"app.kubernetes.io/managed-by": "Helm"}                | Helm
            kubectl              | , "annotations": {"meta.helm.sh/release-name": "rules"}             | Helm
            callbackers-files    |                                                                     | a folder of rules
            """)
    void whatIsKeptElsewhereIsNotTouched(String manager, String metadata, String keeper) {
        // given
        applied(manager, metadata == null ? "" : metadata, "{\"rules\": [{\"name\": \"a\"}]}");

        // when
        var saved = store.save(route(1, "b"));

        // then
        assertThat(saved).isEqualTo(new Saved.Kept(keeper));
        assertThat(live().getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void whatTheSchemaRefusesIsToldByField() {
        // given
        var route = route(0, "a", "not a name");

        // when
        var saved = store.save(route);

        // then
        assertThat(saved).isInstanceOf(Saved.Invalid.class);
        assertThat(((Saved.Invalid) saved).causes().getFirst().field()).startsWith("spec.rules[1]");
    }

    @Test
    void aNamespaceThatIsNotThereIsTold() {
        // given
        var route = JsonMapper.shared().readTree("""
                        {"metadata": {"name": "card", "namespace": "nowhere"}, "spec": {"rules": [{"name": "a"}]}}
                        """);

        // when
        var saved = store.save(route);

        // then
        assertThat(saved).isInstanceOfSatisfying(Saved.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.why()).contains("nowhere");
        });
    }
}
