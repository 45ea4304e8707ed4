package com.callbackers.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class EdgeSettingsTest {

    @Test
    void needsNone() {
        // when
        EdgeSettings settings = IntakeServer.settings(Map.of());

        // then
        assertThat(settings.bodyLimit()).isEqualTo(DataSize.ofMegabytes(1));
        assertThat(settings.trustedProxies()).isEmpty();
        assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "body-limit, 1GB, body-limit is from 0B to 512MB",
        "body-limit, -1B, body-limit is from 0B to 512MB",
        "bodies-in-memory, 1KB, bodies-in-memory holds at least one body",
        "trusted-proxies, proxy.example.com, is not an address range",
        "trusted-proxies, 10.0.0.0/33, the prefix is from 0 to 32",
        "read-timeout, 0s, read-timeout is more than nothing",
        "idle-timeout, -1s, idle-timeout is more than nothing",
        "accept-queue, 0, accept-queue is at least 1",
        "append-queue, 0, append-queue is at least 1",
        "append-timeout, 0s, append-timeout is more than nothing",
        "retry-after, 10ms, retry-after is at least 1s"
    })
    void saysWhatIsWrongInASentence(String name, String value, String sentence) {
        assertThatThrownBy(() -> IntakeServer.settings(Map.of("callbackers.edge." + name, value)))
                .rootCause()
                .hasMessageContaining(sentence);
    }
}
