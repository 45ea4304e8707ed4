package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ContractTest {

    private static final JsonNode DOCUMENT =
            new DocumentController(JsonMapper.builder().build()).json();
    private static final String DELIVERY = """
            {"id": "01938f2e-7c00-7abc-8def-0123456789ab", "rule": "a", "action": "b", "type": "Slack",
             "destination": "c", "state": "pending", "reason": null, "nextAttemptAt": "2026-11-23T09:30:00Z"}
            """;

    private final Contract contract = new Contract(DOCUMENT.toString());

    @Test
    void whatIsDocumentedIsNoFault() {
        assertThat(contract.faults("ListedDelivery", DELIVERY)).isEmpty();
    }

    @Test
    void aFieldThatIsNotDocumentedIsAFault() {
        // when
        var faults = contract.faults("ListedDelivery", changed("attempts", "[]"));

        // then
        assertThat(faults).isNotEmpty();
    }

    @Test
    void aMissingFieldIsAFault() {
        // when
        var faults = contract.faults("ListedDelivery", DELIVERY.replace("\"rule\": \"a\", ", ""));

        // then
        assertThat(faults).isNotEmpty();
    }

    @Test
    void aTimeInAnotherFormIsAFault() {
        // when
        var faults = contract.faults("ListedDelivery", changed("nextAttemptAt", "\"yesterday\""));

        // then
        assertThat(faults).isNotEmpty();
    }

    @Test
    void theExamplesOfAReplayAreReplays() {
        // when
        var examples = DOCUMENT.at("/paths/~1api~1callbacks~1{id}~1replay/post/requestBody/content/application~1json")
                .path("examples");

        // then
        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            assertThat(contract.faults("Replay", example.path("value").toString()))
                    .isEmpty();
            ReplayRequest.parse(example.path("value").toString().getBytes(StandardCharsets.UTF_8));
        });
    }

    private static String changed(String field, String json) {
        var mapper = JsonMapper.builder().build();
        var delivery = (ObjectNode) mapper.readTree(DELIVERY);
        delivery.set(field, mapper.readTree(json));
        return delivery.toString();
    }
}
