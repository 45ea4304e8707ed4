package com.callbackers.compiler;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The Secret that a compiled route travels in, one a route, in the namespace of operator and workers. */
public final class CompiledSecret {

    public static final String TYPE = "callbackers.com/compiled-route";

    /** What workers select by. */
    public static final Map<String, String> LABELS = Map.of("callbackers.com/kind", "compiled-route");

    private static final String ROUTE = "callbackers.com/route";
    private static final String KEY = "route.json";
    private static final int LONGEST_NAME = 253;

    private CompiledSecret() {}

    public static Secret write(CompiledRoute route, String namespace, Map<String, String> moreLabels) {
        var json = route.json().getBytes(StandardCharsets.UTF_8);
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name(route.name()))
                .withLabels(moreLabels)
                .addToLabels(LABELS)
                .addToAnnotations(ROUTE, route.name())
                .addToAnnotations("callbackers.com/generation", Long.toString(route.generation()))
                .endMetadata()
                .withType(TYPE)
                .addToData(KEY, Base64.getEncoder().encodeToString(json))
                .build();
    }

    public static CompiledRoute read(Secret secret) throws UnreadableRouteException {
        var data = secret.getData() == null ? null : secret.getData().get(KEY);
        if (data == null) {
            throw new UnreadableRouteException("it has no key " + KEY);
        }
        try {
            return CompiledRoute.read(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRouteException("its key " + KEY + " is not base64");
        }
    }

    /** The route that a compiled route is of, as namespace/name. */
    public static Optional<String> route(Secret secret) {
        return Optional.ofNullable(secret.getMetadata().getAnnotations()).map(annotations -> annotations.get(ROUTE));
    }

    /** @param route namespace/name */
    public static String name(String route) {
        // a namespace has no dot, so two routes never share a name
        var name = "route." + route.replace('/', '.');
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 33) + "-" + hash(route);
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
