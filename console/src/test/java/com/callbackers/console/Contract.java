package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The OpenAPI document as a judge of answers. Stricter than the document itself: a field that it does not name is a
 * fault, so that nothing is answered that is not written down.
 */
final class Contract {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode document;

    Contract(String json) {
        try {
            this.document = MAPPER.readTree(json.replace("#/components/schemas/", "#/$defs/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        document.path("components").path("schemas").forEachEntry(this::close);
    }

    static Contract read() {
        return new Contract(new DocumentController(JsonMapper.shared()).json().toString());
    }

    /** Each as {@code GET /api/callbacks}. */
    Set<String> operations() {
        return document.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(operation -> operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    void check(String method, String path, int status, String contentType, String body) {
        var answer = resolve(document.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(status)));
        assertThat(answer.isMissingNode())
                .as("%s %s is said to answer %d", method, path, status)
                .isFalse();
        var contents = answer.path("content");
        var content = contents.path(contents.has("*/*") ? "*/*" : contentType);
        assertThat(content.isMissingNode())
                .as("%s %s is said to answer %d with %s", method, path, status, contentType)
                .isFalse();
        if (content.has("schema") && contentType.endsWith("json")) {
            assertThat(faults(content.path("schema"), body))
                    .as("%s %s: %s", method, path, body)
                    .isEmpty();
        }
    }

    Set<ValidationMessage> faults(String schema, String json) {
        return faults(MAPPER.createObjectNode().put("$ref", "#/$defs/" + schema), json);
    }

    private Set<ValidationMessage> faults(JsonNode schema, String json) {
        ObjectNode whole = schema.deepCopy();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.set("$defs", document.path("components").path("schemas"));
        var config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(whole, config)
                    .validate(MAPPER.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** What others build on with allOf cannot be closed by itself: it is closed with them. */
    private void close(String name, JsonNode schema) {
        if (!Set.of("CallbackFields", "DeliveryFields", "Body").contains(name)
                && "object".equals(schema.path("type").asText())
                && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("unevaluatedProperties", false);
        }
    }
}
