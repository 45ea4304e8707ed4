package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The custom resource definitions in the chart: {@code cp crds/*.callbackers.com.yaml helm/callbackers/files/crds/}. */
class DefinitionsTest {

    @Test
    void theChartHasTheDefinitionsAsTheyAreWritten() throws IOException {
        assertThat(files(Chart.FOLDER.resolve("files/crds"))).isEqualTo(files(Chart.ROOT.resolve("crds")));
    }

    @Test
    void theyAreInstalledAsTheyAreAndKept() throws IOException {
        // given
        var written = files(Chart.FOLDER.resolve("files/crds"));

        // when
        var rendered = Chart.rendered("gateway").objects().stream()
                .filter(object -> object.path("kind").asText().equals("CustomResourceDefinition"))
                .toList();

        // then
        assertThat(rendered).hasSameSizeAs(written.keySet()).allSatisfy(definition -> {
            assertThat(definition
                            .at("/metadata/annotations")
                            .path("helm.sh/resource-policy")
                            .asText())
                    .isEqualTo("keep");
            assertThat(plain(definition))
                    .isEqualTo(plain(Yaml.read(Objects.requireNonNull(
                            written.get(definition.at("/metadata/name").asText() + ".yaml")))));
        });
    }

    @Test
    void theyCanBeInstalledApart() {
        assertThat(Chart.rendered("gateway", "crds.install=false").names())
                .noneMatch(name -> name.startsWith("CustomResourceDefinition"));
    }

    /** Without what the chart adds. */
    private static JsonNode plain(JsonNode definition) {
        var copy = (ObjectNode) definition.deepCopy();
        ((ObjectNode) copy.get("metadata")).remove("labels");
        var annotations = copy.at("/metadata/annotations");
        if (annotations instanceof ObjectNode object) {
            object.remove("helm.sh/resource-policy");
            if (object.isEmpty()) {
                ((ObjectNode) copy.get("metadata")).remove("annotations");
            }
        }
        return copy;
    }

    private static Map<String, String> files(Path folder) throws IOException {
        var files = new TreeMap<String, String>();
        if (Files.isDirectory(folder)) {
            try (var all = Files.newDirectoryStream(folder, "*.callbackers.com.yaml")) {
                for (var file : all) {
                    files.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return files;
    }
}
