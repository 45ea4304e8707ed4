package com.callbackers.helm;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The chart and its value files, in this checkout. */
final class Chart {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path FOLDER = ROOT.resolve("helm/callbackers");
    static final String NAMESPACE = "callbackers-system";
    static final String RELEASE = "callbackers";
    static final String KUBERNETES = "1.32.0";

    private Chart() {}

    /** Every value file that the documentation offers. */
    static List<Path> valueFiles() {
        try (var files = Files.list(ROOT.resolve("helm/values"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path values(String name) {
        return ROOT.resolve("helm/values/" + name + ".yaml");
    }

    /** What Helm makes of a value file, with further values as {@code name=value}. */
    static Manifests rendered(String valueFile, String... settings) {
        return rendered(values(valueFile), settings);
    }

    static Manifests rendered(Path valueFile, String... settings) {
        return renderedFor(KUBERNETES, valueFile, settings);
    }

    /** With a second file, whose values go before those of the first. */
    static Manifests renderedWith(Path valueFile, Path changes) {
        return Manifests.read(new Helm(FOLDER)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(valueFile)
                .withValuesFile(changes)
                .call());
    }

    static Manifests renderedFor(String kubernetes, Path valueFile, String... settings) {
        var template = new Helm(FOLDER)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(kubernetes)
                .withValuesFile(valueFile);
        if (valueFile.equals(values("evaluation"))) {
            // helm-java asks a cluster wherever a template looks something up; with these there is nothing to look up.
            template.set("postgresql.password", "p").set("rabbitmq.password", "r");
        }
        for (var setting : settings) {
            var at = setting.indexOf('=');
            template.set(setting.substring(0, at), setting.substring(at + 1));
        }
        return Manifests.read(template.call());
    }

    /** What Helm says to whoever installed it. */
    static String notes(String valueFile, String... settings) {
        var install = new Helm(FOLDER)
                .install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .clientOnly()
                .dryRun()
                .withValuesFile(values(valueFile));
        if (valueFile.equals("evaluation")) {
            install.set("postgresql.password", "p").set("rabbitmq.password", "r");
        }
        for (var setting : settings) {
            var at = setting.indexOf('=');
            install.set(setting.substring(0, at), setting.substring(at + 1));
        }
        var output = install.call().getOutput();
        return output.substring(output.indexOf("NOTES:"));
    }
}
