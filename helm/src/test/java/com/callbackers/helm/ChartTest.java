package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChartTest {

    @Test
    void itStartsTheVersionThatIsBuiltHere() throws IOException {
        // given
        var pom = Files.readString(Chart.ROOT.resolve("pom.xml"));

        // when
        var chart = Yaml.read(Files.readString(Chart.FOLDER.resolve("Chart.yaml")));

        // then
        assertThat(pom).contains("<version>" + chart.path("appVersion").asText() + "</version>");
    }

    @Test
    void everyValueIsDescribed() throws IOException {
        // given
        var schema = Yaml.read(Files.readString(Chart.FOLDER.resolve("values.schema.json")));

        // then
        assertThat(properties("", schema, schema).filter(it -> !described(it.getValue(), schema)))
                .isEmpty();
    }

    @Test
    void everyValueOfTheSchemaHasADefaultAndTheOtherWayRound() throws IOException {
        // given
        var schema = Yaml.read(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
        var values = Yaml.read(Files.readString(Chart.FOLDER.resolve("values.yaml")));

        // when
        var known = properties("", schema, schema)
                .map(Map.Entry::getKey)
                .filter(path -> !path.equals("/global"))
                .filter(path -> !path.contains("[]"))
                .filter(path -> !path.matches(".*/resources/.*"))
                .toList();

        // then
        assertThat(known)
                .allSatisfy(path ->
                        assertThat(values.at(path).isMissingNode()).as(path).isFalse());
        assertThat(known).isNotEmpty();
    }

    @Test
    void whatTheOperatorMakesIsNotTakenForThatOfAGitOpsTool() {
        // when
        var labels =
                Yaml.read(Chart.rendered("production").settings("operator")).at("/callbackers/operator/labels");

        // then
        assertThat(labels.properties().stream().map(Map.Entry::getKey))
                .containsExactly("callbackers.com/release")
                .doesNotContain("app.kubernetes.io/instance");
    }

    private static Stream<Map.Entry<String, JsonNode>> properties(String path, JsonNode node, JsonNode schema) {
        var target = resolved(node, schema);
        return Stream.concat(
                target.path("properties").properties().stream()
                        .flatMap(it -> Stream.concat(
                                Stream.of(Map.entry(path + "/" + it.getKey(), it.getValue())),
                                properties(path + "/" + it.getKey(), it.getValue(), schema))),
                target.has("items") ? properties(path + "/[]", target.get("items"), schema) : Stream.empty());
    }

    private static boolean described(JsonNode node, JsonNode schema) {
        return List.of(node, resolved(node, schema)).stream().anyMatch(it -> it.has("description"));
    }

    private static JsonNode resolved(JsonNode node, JsonNode schema) {
        return node.has("$ref") ? schema.at(node.get("$ref").asText().substring(1)) : node;
    }
}
