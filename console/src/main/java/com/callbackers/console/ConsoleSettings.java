package com.callbackers.console;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What can be set of the console under {@code callbackers.console}.
 *
 * @param allowedHosts names that browsers may reach the console by, without port
 * @param maxBody of a body that a replay brings along
 */
@Validated
@ConfigurationProperties("callbackers.console")
record ConsoleSettings(
        @DefaultValue({"localhost", "127.0.0.1", "[::1]"}) @NotEmpty(message = "must name at least one host")
        Set<
                        @Pattern(
                                regexp = "[a-zA-Z0-9._-]+|\\[[0-9a-fA-F:.]+]",
                                message = "must be a host name without scheme and port")
                        String>
                allowedHosts,

        @DefaultValue("1MB") @NotNull DataSize maxBody) {

    ConsoleSettings {
        if (maxBody != null && (maxBody.toBytes() < 1 || maxBody.toMegabytes() > 64)) {
            throw new IllegalArgumentException("callbackers.console.max-body must be between 1B and 64MB");
        }
    }
}
