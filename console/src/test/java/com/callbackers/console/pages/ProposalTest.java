package com.callbackers.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ProposalTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static Callback callback(String path, String body, Header... headers) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Callback(
                CallbackId.next(),
                "POST",
                "legacy.localhost",
                path,
                null,
                List.of(headers),
                bytes,
                bytes.length,
                "203.0.113.9",
                Durability.JOURNAL,
                null);
    }

    @Test
    void namesTheSenderByItsProgramAddressAndFields() {
        // given
        var route = Proposal.route(JSON, "legacy", "legacy.localhost");

        // when
        Proposal.add(
                route,
                callback("/", "{\"amount\": 1, \"a-b\": 2}", new Header("User-Agent", "It's mine/2 (x)")),
                "unknown");

        // then
        assertThat(route.at("/metadata/name").asString()).isEqualTo("legacy");
        assertThat(route.at("/spec/senders/0/name").asString()).isEqualTo("it-s");
        assertThat(route.at("/spec/senders/0/when").asString())
                .isEqualTo(
                        "request.headers['user-agent'].startsWith('It\\'s') && request.remoteAddress == '203.0.113.9' && has(body.amount)");
        assertThat(route.at("/spec/rules/0/match/senders/0").asString()).isEqualTo("it-s");
    }

    @Test
    void whatWasPostedToSlackGoesOnToSlack() {
        // given
        var route = Proposal.route(JSON, "legacy", "legacy.localhost");

        // when
        Proposal.add(route, callback("/services/T0/B0/abc", "payload=x"), null);

        // then
        assertThat(route.at("/spec/senders/0/name").asString()).isEqualTo("at-203-0-113-9");
        assertThat(route.at("/spec/rules/0/actions/0/forward/url").asString()).isEqualTo("https://hooks.slack.com");
    }

    @Test
    void leavesWhatIsThereAndTakesNoNameTwice() {
        // given
        var route = Proposal.route(JSON, "legacy", "legacy.localhost");
        Proposal.add(route, callback("/", "a", new Header("User-Agent", "curl/8")), null);

        // when
        Proposal.add(route, callback("/", "b", new Header("User-Agent", "curl/8")), null);
        Proposal.add(route, callback("/", "b", new Header("User-Agent", "curl/8")), "curl");

        // then
        assertThat(route.at("/spec/senders").valueStream().map(sender -> sender.path("name")
                        .asString()))
                .containsExactly("curl", "curl-2");
        assertThat(route.at("/spec/rules").valueStream().map(rule -> rule.path("name")
                        .asString()))
                .containsExactly("from-curl", "from-curl-2", "from-curl-3");
    }
}
