package com.callbackers.worker.routes;

import com.callbackers.compiler.Compilation;
import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.CompiledSecret;
import com.callbackers.compiler.Read;
import com.callbackers.compiler.ResourceReader;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.compiler.UsedReferences;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Routes as the operator hands them over. */
final class Bundle {

    static final String NAMESPACE = "callbackers-system";

    private Bundle() {}

    /** @param yaml a route and what it refers to */
    static Secret of(long generation, String... yaml) {
        var file = ResourceReader.read("a.yaml", String.join("---\n", yaml));
        var resource = file.routes().getFirst().resource();
        var used = new UsedReferences(new KnownReferences(named(file.secrets()), named(file.destinations())));
        var compilation = new RouteCompiler("example.com").compile(resource, generation, used);
        if (compilation instanceof Compilation.Refused refused) {
            throw new IllegalArgumentException(refused.toString());
        }
        return CompiledSecret.write(
                CompiledRoute.of("example.com", generation, resource, used), NAMESPACE, Map.of());
    }

    /** As nobody should have written it. */
    static Secret changed(Secret secret, UnaryOperator<String> json) {
        var before = new String(Base64.getDecoder().decode(secret.getData().get("route.json")), StandardCharsets.UTF_8);
        var after = json.apply(before).getBytes(StandardCharsets.UTF_8);
        return new SecretBuilder(secret)
                .withData(Map.of("route.json", Base64.getEncoder().encodeToString(after)))
                .build();
    }

    private static <T extends HasMetadata> Map<String, T> named(List<Read<T>> reads) {
        return reads.stream()
                .map(Read::resource)
                .collect(Collectors.toMap(KnownReferences::key, resource -> resource));
    }
}
