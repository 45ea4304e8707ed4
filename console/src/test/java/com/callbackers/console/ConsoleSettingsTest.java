package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.callbackers.queue.QueueType;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ConsoleSettingsTest {

    private static final ConsoleSettings.Kubernetes NO_KUBERNETES = new ConsoleSettings.Kubernetes(false);

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "localhost:8090", "a b", "*", ""})
    void aHostWithMoreThanItsNameIsRefused(String host) {
        // when
        var refused = catchThrowableOfType(
                IllegalArgumentException.class,
                () -> new ConsoleSettings(Set.of(host), DataSize.ofMegabytes(1), QueueType.QUORUM, NO_KUBERNETES));

        // then
        assertThat(refused)
                .hasMessage(
                        "callbackers.console.allowed-hosts are names or addresses without scheme and port, not '%s'",
                        host);
    }

    @Test
    void aBodyLimitThatIsTooLargeIsRefused() {
        // when
        var refused = catchThrowableOfType(
                IllegalArgumentException.class,
                () -> new ConsoleSettings(
                        Set.of("localhost"), DataSize.ofMegabytes(65), QueueType.QUORUM, NO_KUBERNETES));

        // then
        assertThat(refused).hasMessageStartingWith("callbackers.console.max-body is from 1B to ");
    }
}
