package com.callbackers.helm;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/** What an application of ours finds when its container starts: variables, then the chart's file, then its own. */
record Application(String name, Map<String, String> variables, String settings, ConfigurableEnvironment environment) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Z0-9_]+)\\)");

    static Application of(String name, Manifests manifests) {
        return of(name, manifests, Map.of());
    }

    /** @param secrets those that the chart does not make, by their names */
    static Application of(String name, Manifests manifests, Map<String, Map<String, String>> secrets) {
        var variables = variables(manifests, name, secrets);
        var settings = manifests.settings(name);
        var environment = new StandardEnvironment();
        environment.setConversionService(new ApplicationConversionService());
        var sources = environment.getPropertySources();
        sources.stream().map(source -> source.getName()).toList().forEach(sources::remove);
        sources.addLast(new SystemEnvironmentPropertySource("variables-systemEnvironment", Map.copyOf(variables)));
        load("chart", new ByteArrayResource(settings.getBytes(StandardCharsets.UTF_8)), environment);
        load("own", new ClassPathResource(name + ".yaml"), environment);
        return new Application(name, variables, settings, environment);
    }

    private static void load(String name, Resource file, ConfigurableEnvironment environment) {
        try {
            new YamlPropertySourceLoader().load(name, file).forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the kubelet does it: in order, each seeing those above it. */
    private static Map<String, String> variables(
            Manifests manifests, String name, Map<String, Map<String, String>> secrets) {
        var variables = new LinkedHashMap<String, String>();
        for (var variable : manifests.container(name).getEnv()) {
            variables.put(variable.getName(), value(variable, manifests, secrets, variables));
        }
        return variables;
    }

    private static String value(
            EnvVar variable, Manifests manifests, Map<String, Map<String, String>> secrets, Map<String, String> above) {
        if (variable.getValue() != null) {
            return REFERENCE
                    .matcher(variable.getValue())
                    .replaceAll(reference -> Objects.requireNonNull(above.get(reference.group(1)), reference.group()));
        }
        var reference = variable.getValueFrom().getSecretKeyRef();
        if (reference == null) {
            return "from-the-pod";
        }
        var foreign = secrets.get(reference.getName());
        if (foreign != null) {
            return Objects.requireNonNull(
                    foreign.get(reference.getKey()), reference.getName() + " has no " + reference.getKey());
        }
        return manifests
                .find(Secret.class, reference.getName())
                .map(secret -> secret.getData().get(reference.getKey()))
                .map(data -> new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8))
                .orElse("of " + reference.getName());
    }
}
