package com.callbackers.resources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The CustomResourceDefinitions of CallbackRoute and CallbackDestination, as they stand in {@code crds/}. */
public final class CustomResourceDefinitions {

    private static final String ROUTE = "callbackroutes.callbackers.com";
    private static final List<String> NAMES = List.of(ROUTE, "callbackdestinations.callbackers.com");

    private CustomResourceDefinitions() {}

    /** One YAML document each. */
    public static List<String> yaml() {
        return NAMES.stream().map(CustomResourceDefinitions::read).toList();
    }

    public static String routeYaml() {
        return read(ROUTE);
    }

    private static String read(String name) {
        try (var file =
                CustomResourceDefinitions.class.getResourceAsStream("/com/callbackers/crds/" + name + ".yaml")) {
            if (file == null) {
                throw new IllegalStateException(name + ".yaml is not on the classpath");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
