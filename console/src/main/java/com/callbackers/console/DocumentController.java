package com.callbackers.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract, as YAML and as JSON, and the way to it. */
@RestController
final class DocumentController {

    private final String yaml;
    private final JsonNode json;

    DocumentController(JsonMapper mapper) {
        this.yaml = read();
        this.json = mapper.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    @GetMapping("/")
    Map<String, String> start() {
        return Map.of("name", "Callbackers console", "api", "/api/openapi.yaml");
    }

    @GetMapping(path = "/api/openapi.yaml", produces = "application/yaml;charset=UTF-8")
    String yaml() {
        return yaml;
    }

    @GetMapping("/api/openapi.json")
    JsonNode json() {
        return json;
    }

    private static String read() {
        try {
            return new ClassPathResource("openapi.yaml", DocumentController.class)
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
