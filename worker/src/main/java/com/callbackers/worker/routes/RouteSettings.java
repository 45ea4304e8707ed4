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

    /** Where the routes come from. */
    public enum Origin {
        /** YAML files. */
        FOLDER,
        /** What the operator compiled. */
        KUBERNETES
    }

    /**
     * @param folder of YAML files, watched for changes
     * @param rescan how often the folder is looked through when no change was noticed
     */
    public record Source(
            @DefaultValue("folder") Origin source,

            @NotBlank(message = "callbackers.routes.folder has to name a folder of YAML files")
            String folder,

            @DefaultValue("10s") @DurationMin(millis = 10) Duration rescan,
            @DefaultValue Kubernetes kubernetes) {

        public Source {
            if (source == Origin.KUBERNETES) {
                kubernetes.check();
            }
        }

        // Spring would look for a Path on the classpath first.
        Path path() {
            return Path.of(folder);
        }
    }

    /**
     * @param namespace of the compiled routes and of this worker
     * @param podName of this worker, which its report is named after
     * @param podUid of this worker, whose report goes with it; empty where there is no Pod
     */
    public record Kubernetes(
            @DefaultValue("") String namespace,
            @DefaultValue("") String podName,
            @DefaultValue("") String podUid) {

        private static final java.util.regex.Pattern NAMESPACE =
                java.util.regex.Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
        private static final java.util.regex.Pattern POD =
                java.util.regex.Pattern.compile("[a-z0-9]([a-z0-9.-]{0,244}[a-z0-9])?");

        private void check() {
            check(
                    NAMESPACE.matcher(namespace).matches(),
                    "namespace has to name the namespace of the compiled routes (in a Pod, set POD_NAMESPACE from "
                            + "metadata.namespace), not '" + namespace + "'");
            check(
                    POD.matcher(podName).matches(),
                    "pod-name has to name this worker's Pod (in a Pod, set POD_NAME from metadata.name), not '"
                            + podName + "'");
        }

        private static void check(boolean right, String sentence) {
            if (!right) {
                throw new IllegalArgumentException("callbackers.routes.kubernetes." + sentence);
            }
        }
    }
}
