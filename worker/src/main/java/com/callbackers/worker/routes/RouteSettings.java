package com.callbackers.worker.routes;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param baseDomain the domain that bare host labels sit under */
@Validated
@ConfigurationProperties("callbackers")
public record RouteSettings(
        @DefaultValue("callbackers.com")
        @Pattern(
                regexp = "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*",
                message = "callbackers.base-domain has to be a domain in lower case, such as callbackers.com")
        String baseDomain,

        @Valid Source routes) {

    /**
     * @param folder of YAML files, watched for changes
     * @param rescan how often the folder is looked through when no change was noticed
     * @param url where a host is reached, with {@code {host}} in its place
     */
    public record Source(
            @NotBlank(message = "callbackers.routes.folder has to name a folder of YAML files")
            String folder,

            @DefaultValue("10s") @DurationMin(millis = 10) Duration rescan,
            @DefaultValue("https://{host}") String url) {

        // Spring would look for a Path on the classpath first.
        Path path() {
            return Path.of(folder);
        }
    }
}
