package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotesTest {

    @Test
    void anInstallationTellsWhatToDoNext() {
        // when
        var notes = Chart.notes("production");

        // then
        assertThat(notes)
                .contains("helm -n callbackers-system test callbackers")
                .contains("curl -H 'Host: shop.hooks.example.com'")
                .contains("port-forward deployment/callbackers-console 8090")
                .doesNotContain("NOT FOR PRODUCTION")
                .doesNotContain("NO LOGIN");
    }

    @Test
    void anEvaluationIsCalledOne() {
        assertThat(Chart.notes("evaluation")).contains("NOT FOR PRODUCTION: Postgres and RabbitMQ are a single server");
    }

    @Test
    void theConsolesAddressIsTold() {
        assertThat(Chart.notes("wildcard"))
                .contains(
                        "The console is at https://callbackers-console.example.internal",
                        "https://callbackers-console.example.internal/login/oauth2/code/callbackers as a redirect URI of client callbackers");
    }
}
