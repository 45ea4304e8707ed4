package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.compiler.Compilation;
import com.callbackers.compiler.References;
import com.callbackers.compiler.ResourceFile;
import com.callbackers.compiler.ResourceReader;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.localkube.schema.StructuralSchema;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CustomResourceDefinitions;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages about installing tell people to type. */
class PagesTest {

    private static final Set<String> GROUPS_OF_OTHERS = Set.of(
            "argoproj.io",
            "cert-manager.io",
            "gateway.networking.k8s.io",
            "helm.toolkit.fluxcd.io",
            "kustomize.toolkit.fluxcd.io",
            "postgresql.cnpg.io",
            "rabbitmq.com",
            "source.toolkit.fluxcd.io");

    private static final Pattern OWN_FILE = Pattern.compile("(?<![\\w/.-])(?:\\./)?(helm/[\\w./-]+|mvnw)");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)]+)\\)");
    private static final Pattern VALUE = Pattern.compile("`([a-z][A-Za-z]+(?:\\.[a-zA-Z]+)+)(?:[:=][^`]*)?`");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"install.md", "gitops.md", "upgrade.md", "hosts-and-dns.md"})
    void everyBlockIsYamlOfAKnownKindOrValuesOfTheChart(String name) throws IOException {
        // given
        var schema = valuesSchema();

        // then
        assertThat(Page.read(name).documents()).isNotEmpty().allSatisfy(document -> {
            if (!document.has("apiVersion")) {
                assertThat(schema.validate(document)).as("%s", document).isEmpty();
            } else if (KubernetesSchemas.know(document) && !group(document).startsWith("gateway.")) {
                assertThat(KubernetesSchemas.problem(document))
                        .as("%s", document)
                        .isEmpty();
            } else {
                assertThat(group(document))
                        .satisfiesAnyOf(
                                group -> assertThat(group).isEqualTo("callbackers.com"),
                                group -> assertThat(GROUPS_OF_OTHERS).contains(group));
                assertThat(document.at("/metadata/name").asText()).isNotEmpty();
                assertThat(document.has("spec")).isTrue();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"install.md", "upgrade.md", "hosts-and-dns.md"})
    void theChartRendersWithTheValuesOfEachBlock(String name) throws IOException {
        for (var block : Page.read(name).blocks("yaml")) {
            if (!block.code().contains("apiVersion:")) {
                // given
                var values = Files.writeString(folder.resolve("values.yaml"), block.code());

                // when
                var manifests = Chart.renderedWith(Chart.values("gateway"), values);

                // then
                assertThat(manifests.names()).contains("Deployment/callbackers-system/callbackers-edge");
            }
        }
    }

    @Test
    void theFirstRouteCompiles() {
        // given
        var file = ResourceReader.read(
                "install.md",
                Page.read("install.md").blocks("yaml").stream()
                        .map(Page.Block::code)
                        .filter(code -> code.contains("kind: CallbackRoute"))
                        .findFirst()
                        .orElseThrow());

        // then
        assertThat(compiled(file)).allSatisfy(it -> assertThat(it).isInstanceOf(Compilation.Compiled.class));
    }

    @Test
    void theRouteOfTheNotesCompiles() {
        // when
        var file = ResourceReader.read("NOTES.txt", routeOfTheNotes());

        // then
        assertThat(compiled(file)).allSatisfy(it -> assertThat(it).isInstanceOf(Compilation.Compiled.class));
    }

    private static String routeOfTheNotes() {
        var notes = Chart.notes("production");
        var from = notes.indexOf("apiVersion:");
        return notes.substring(from, notes.indexOf("EOF", from)).replaceAll("(?m)^ {5}", "");
    }

    @Test
    void routesFitTheDefinitionOfARoute() throws Exception {
        // given
        var definition = CustomResourceDefinitions.yaml().stream()
                .map(Yaml::read)
                .filter(it -> it.at("/spec/names/kind").asText().equals("CallbackRoute"))
                .findFirst()
                .orElseThrow();
        var schema = StructuralSchema.of(definition.at("/spec/versions/0/schema/openAPIV3Schema"));

        // when
        var routes = Stream.concat(
                        Page.read("install.md").resources("CallbackRoute"), Stream.of(Yaml.read(routeOfTheNotes())))
                .toList();

        // then
        assertThat(routes).hasSize(2).allSatisfy(route -> {
            assertThat(schema.unknownFields(route)).isEmpty();
            assertThat(schema.problems(route, null)).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"install.md", "gitops.md", "upgrade.md", "hosts-and-dns.md"})
    void whatAPageRefersToIsThere(String name) {
        // given
        var page = Page.read(name);

        // then
        assertThat(page.blocks("sh").stream()
                        .flatMap(block -> OWN_FILE.matcher(block.code()).results())
                        .map(match -> match.group(1)))
                .allSatisfy(file -> assertThat(Chart.ROOT.resolve(file)).exists());
        assertThat(LINK.matcher(page.text()).results().map(match -> match.group(1)))
                .allSatisfy(link -> assertThat(
                                page.file().resolveSibling(link.startsWith("#") ? name : link.replaceFirst("#.*", "")))
                        .exists());
    }

    @ParameterizedTest
    @ValueSource(strings = {"install.md", "gitops.md", "upgrade.md", "hosts-and-dns.md"})
    void everyValueThatAPageNamesIsOne(String name) throws IOException {
        // given
        var values = Yaml.read(Files.readString(Chart.FOLDER.resolve("values.yaml")));
        var tops = values.properties().stream().map(it -> it.getKey()).collect(Collectors.toSet());

        // then
        assertThat(VALUE.matcher(Page.read(name).text())
                        .results()
                        .map(match -> match.group(1))
                        .filter(path -> tops.contains(path.substring(0, path.indexOf('.')))))
                .allSatisfy(path -> assertThat(
                                values.at("/" + path.replace('.', '/')).isMissingNode())
                        .as(path)
                        .isFalse());
    }

    private static Stream<Compilation> compiled(ResourceFile file) {
        assertThat(file.troubles()).isEmpty();
        assertThat(file.routes()).isNotEmpty();
        return file.routes().stream().map(read -> {
            assertThat(read.problems()).isEmpty();
            return new RouteCompiler("hooks.example.com").compile(read.resource(), 1, new Nothing());
        });
    }

    /** A namespace with neither Secrets nor destinations. */
    private static final class Nothing implements References {

        @Override
        public SecretValue secret(String namespace, String name, String key) {
            return new SecretValue.NoSecret();
        }

        @Override
        public Optional<CallbackDestination> destination(String namespace, String name) {
            return Optional.empty();
        }
    }

    private static String group(JsonNode document) {
        var apiVersion = document.path("apiVersion").asText();
        return apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
    }

    private static JsonSchema valuesSchema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
    }
}
