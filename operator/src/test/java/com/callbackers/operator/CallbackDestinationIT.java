package com.callbackers.operator;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said of a destination. */
@Tag("kubernetes")
class CallbackDestinationIT {

    private static final String SLACK = "{type: Slack, slack: {webhookUrlSecretRef: {name: slack, key: team}}}";

    @RegisterExtension
    static final Kube KUBE = new Kube();

    private Scene scene;

    @BeforeEach
    void begin() {
        scene = new Scene(KUBE);
        scene.operator();
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    @Test
    void aGoodDestinationIsReady() {
        // given
        scene.secret(scene.tenant, "slack", Map.of("team", "https://hooks.slack.com/services/1"));

        // when
        scene.destination(scene.tenant, "team", SLACK);

        // then
        scene.awaitDestinationTold(
                "team", "Accepted=True Accepted", "ResolvedRefs=True ResolvedRefs", "Ready=True Ready");
    }

    @Test
    void aSecretThatComesLaterIsFound() {
        // given
        scene.destination(scene.tenant, "team", SLACK);
        scene.awaitDestinationTold("team", "ResolvedRefs=False SecretNotFound", "Ready=False SecretNotFound");
        scene.secret(scene.tenant, "slack", Map.of("other", "x"));
        scene.awaitDestinationTold("team", "ResolvedRefs=False SecretKeyNotFound");

        // when
        scene.secret(scene.tenant, "slack", Map.of("team", "https://hooks.slack.com/services/1"));

        // then
        scene.awaitDestinationTold("team", "Ready=True Ready");
    }

    @Test
    void whatIsWrongWithItIsTold() {
        // given
        scene.secret(scene.tenant, "slack", Map.of("team", "not a URL"));

        // when
        scene.destination(scene.tenant, "team", SLACK);

        // then
        scene.awaitDestinationTold("team", "Accepted=False InvalidSpec", "Ready=False InvalidSpec");
    }
}
