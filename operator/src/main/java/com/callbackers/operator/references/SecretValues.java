package com.callbackers.operator.references;

import com.callbackers.compiler.References.SecretValue;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values of the secrets that are referred to. The cluster's secrets are watched without their values; a value is fetched
 * when somebody refers to it, and kept until it changes or nobody does any more.
 */
public final class SecretValues {

    private final Function<String, Optional<ObjectMeta>> metadata;
    private final Function<String, @Nullable Secret> fetch;
    private final Map<String, Fetched> fetched = new ConcurrentHashMap<>();

    /**
     * @param isThere false: it was gone when it was fetched
     * @param values in base64 by key, of the keys that are referred to; nothing for a key that it does not have
     */
    private record Fetched(String version, boolean isThere, Map<String, Optional<String>> values) {

        @Override
        public String toString() {
            return "Fetched[•••]";
        }
    }

    /**
     * @param metadata of a secret by namespace/name, from the watch
     * @param fetch the secret itself; null when it is gone
     */
    public SecretValues(Function<String, Optional<ObjectMeta>> metadata, Function<String, @Nullable Secret> fetch) {
        this.metadata = metadata;
        this.fetch = fetch;
    }

    SecretValue value(String secret, String key) {
        var known = metadata.apply(secret);
        if (known.isEmpty()) {
            fetched.remove(secret);
            return new SecretValue.NoSecret();
        }
        var version = known.get().getUid() + " " + known.get().getResourceVersion();
        var before = fetched.get(secret);
        var now = before != null
                        && before.version().equals(version)
                        && before.values().containsKey(key)
                ? before
                : fetch(secret, version, key, before);
        if (!now.isThere()) {
            return new SecretValue.NoSecret();
        }
        return now.values()
                .getOrDefault(key, Optional.empty())
                .<SecretValue>map(value -> new SecretValue.Found(decoded(value)))
                .orElseGet(SecretValue.NoKey::new);
    }

    /** What is fetched may be newer than the watch says; the watch will bring it, and it is fetched again. */
    private Fetched fetch(String secret, String version, String key, @Nullable Fetched before) {
        var keys = new HashSet<String>();
        keys.add(key);
        if (before != null) {
            keys.addAll(before.values().keySet());
        }
        var found = fetch.apply(secret);
        var data = found == null || found.getData() == null ? Map.<String, String>of() : found.getData();
        var now = new Fetched(
                version,
                found != null,
                keys.stream()
                        .collect(Collectors.toUnmodifiableMap(
                                each -> each, each -> Optional.ofNullable(data.get(each)))));
        fetched.put(secret, now);
        return now;
    }

    void forget(String secret) {
        fetched.remove(secret);
    }

    /** Bytes that are no text become replacement characters, which no signature or URL will match. */
    private static String decoded(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
