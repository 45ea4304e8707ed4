package com.callbackers.operator.exposure;

import com.callbackers.operator.hosts.HostNames;
import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.settings.OperatorSettings.Exposure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects that bring requests for a host to the edge; what they are to be, nothing else. */
public final class Exposures {

    /** What the operator finds its own by. */
    public static final Map<String, String> LABELS = Map.of("callbackers.com/kind", "exposure");

    static final List<Class<? extends HasMetadata>> KINDS = List.of(Ingress.class, HTTPRoute.class);

    private static final String ROUTE = "callbackers.com/route";
    private static final String WILDCARD = "callbackers-wildcard";
    private static final int LONGEST_NAME = 63;

    private final OperatorSettings settings;
    private final Exposure exposure;
    private final HostNames names;

    public Exposures(OperatorSettings settings, HostNames names) {
        this.settings = settings;
        this.exposure = settings.exposure();
        this.names = names;
    }

    /** One at most. */
    Optional<HasMetadata> forHost(String host, String route) {
        return switch (exposure.mode()) {
            case INGRESS -> Optional.of(ingress(name(host), host, Map.of(ROUTE, route)));
            case WILDCARD ->
                names.isUnderBaseDomain(host)
                        ? Optional.empty()
                        : Optional.of(ingress(name(host), host, Map.of(ROUTE, route)));
            case HTTP_ROUTE -> Optional.of(httpRoute(host, Map.of(ROUTE, route)));
            case NONE -> Optional.empty();
        };
    }

    /** What is there whether or not there are routes. */
    List<HasMetadata> always() {
        return switch (exposure.mode()) {
            case WILDCARD -> List.of(ingress(WILDCARD, "*." + settings.baseDomain(), Map.of()));
            case INGRESS, HTTP_ROUTE, NONE -> List.of();
        };
    }

    /** Of what it makes; nothing when it makes nothing. */
    public Optional<Class<? extends HasMetadata>> kind() {
        return switch (exposure.mode()) {
            case INGRESS, WILDCARD -> Optional.of(Ingress.class);
            case HTTP_ROUTE -> Optional.of(HTTPRoute.class);
            case NONE -> Optional.empty();
        };
    }

    /** The host in words that a label may hold too, and never the same for two hosts. */
    static String name(String host) {
        var hash = "-" + hash(host);
        var words = host.replace('.', '-');
        return words.substring(0, Math.min(words.length(), LONGEST_NAME - hash.length())) + hash;
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectMeta metadata(String name, Map<String, String> more) {
        return new ObjectMetaBuilder()
                .withNamespace(settings.namespace())
                .withName(name)
                .withLabels(settings.labels("edge"))
                .addToLabels(LABELS)
                .withAnnotations(exposure.annotations())
                .addToAnnotations(more)
                .build();
    }

    private Ingress ingress(String name, String host, Map<String, String> annotations) {
        return new IngressBuilder()
                .withMetadata(metadata(name, annotations))
                .withNewSpec()
                .withIngressClassName(exposure.ingressClass().isEmpty() ? null : exposure.ingressClass())
                .withTls(tls(host).map(List::of).orElse(List.of()))
                .addNewRule()
                .withHost(host)
                .withNewHttp()
                .addNewPath()
                .withPath("/")
                .withPathType("Prefix")
                .withNewBackend()
                .withNewService()
                .withName(exposure.service())
                .withNewPort()
                .withNumber(exposure.servicePort())
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .endRule()
                .endSpec()
                .build();
    }

    private Optional<IngressTLS> tls(String host) {
        var secret =
                switch (exposure.tls()) {
                    case PER_HOST -> host.replace("*", "wildcard") + "-tls";
                    case SHARED -> exposure.tlsSecret();
                    case NONE -> "";
                };
        return secret.isEmpty()
                ? Optional.empty()
                : Optional.of(new IngressTLSBuilder()
                        .withHosts(host)
                        .withSecretName(secret)
                        .build());
    }

    private HTTPRoute httpRoute(String host, Map<String, String> annotations) {
        return new HTTPRouteBuilder()
                .withMetadata(metadata(name(host), annotations))
                .withNewSpec()
                .withParentRefs(
                        exposure.parents().stream().map(Exposures::parent).toList())
                .withHostnames(host)
                .addNewRule()
                .addNewBackendRef()
                .withName(exposure.service())
                .withPort(exposure.servicePort())
                .endBackendRef()
                .endRule()
                .endSpec()
                .build();
    }

    private static ParentReference parent(OperatorSettings.Parent parent) {
        return new ParentReferenceBuilder()
                .withName(parent.name())
                .withNamespace(parent.namespace().isEmpty() ? null : parent.namespace())
                .withSectionName(parent.sectionName().isEmpty() ? null : parent.sectionName())
                .build();
    }
}
