package com.callbackers.operator.references;

import com.callbackers.compiler.References.SecretValue;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values of the secrets that are referred to. The cluster's secrets are watched without their values; a value is fetched
 * when somebody refers to it, and kept until it changes or nobody does any more.
 */
public final class SecretValues {

    private final Function<String, Optional<ObjectMeta>> metadata;
    private final Function<String, @Nullable Secret> fetch;
    private final Map<String, Fetched> fetched = new ConcurrentHashMap<>();

    /** @param data null: it was gone when it was fetched */
    private record Fetched(String version, @Nullable Map<String, String> data) {

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
        var data = data(secret, known.get().getUid() + " " + known.get().getResourceVersion());
        if (data == null) {
            return new SecretValue.NoSecret();
        }
        var value = data.get(key);
        return value == null ? new SecretValue.NoKey() : new SecretValue.Found(decoded(value));
    }

    private @Nullable Map<String, String> data(String secret, String version) {
        var now = fetched.compute(
                secret,
                (name, before) -> before != null && before.version().equals(version) ? before : fetch(name, version));
        return now == null ? null : now.data();
    }

    /** What is fetched may be newer than the watch says; the watch will bring it, and it is fetched again. */
    private Fetched fetch(String secret, String version) {
        var found = fetch.apply(secret);
        if (found == null) {
            return new Fetched(version, null);
        }
        return new Fetched(version, found.getData() == null ? Map.of() : Map.copyOf(found.getData()));
    }

    void forget(String secret) {
        fetched.remove(secret);
    }

    /** Bytes that are no text become replacement characters, which no signature or URL will match. */
    private static String decoded(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
