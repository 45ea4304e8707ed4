package com.callbackers.console.call;

import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.console.resources.Catalog;
import com.callbackers.journal.Callbacks.Entry;
import com.callbackers.journal.Callbacks.Whole;
import com.callbackers.journal.Shares.Question;
import com.callbackers.journal.Tenants;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * What somebody may see and do, by namespace. A callback is its route's; before a route has decided it, and when none
 * did, it is of whoever holds its host.
 */
public final class Tenancy {

    private final Catalog catalog;

    public Tenancy(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Those in whose namespaces somebody has a role. */
    public Tenants tenants(Access access, Role role) {
        return access.namespaces(role)
                .<Tenants>map(namespaces -> new Tenants.Some(namespaces, hosts(namespaces)))
                .orElse(Tenants.ALL);
    }

    /** Of those the one that is asked for; null: all. */
    public Tenants tenants(Access access, Role role, @Nullable String tenant) {
        if (tenant == null) {
            return tenants(access, role);
        }
        var namespaces = access.allows(role, tenant) ? Set.of(tenant) : Set.<String>of();
        return new Tenants.Some(namespaces, hosts(namespaces));
    }

    /** What somebody may not see is to them as if it were not there. */
    public boolean sees(Access access, Entry entry) {
        return access.allows(Role.VIEWER, namespace(entry));
    }

    /** Throws unless it is there and may be seen. */
    public Whole visible(Access access, UUID id, Optional<Whole> found) {
        return found.filter(whole -> sees(access, whole.entry()))
                .orElseThrow(() -> Problem.notFound("there is no callback %s".formatted(id)));
    }

    /** Throws unless it is there and may be seen. */
    public JsonNode route(Access access, String namespace, String name) {
        return known().route(namespace, name)
                .filter(found -> access.allows(Role.VIEWER, namespace))
                .orElseThrow(() -> Problem.notFound("there is no route %s/%s".formatted(namespace, name)));
    }

    /** Throws unless it is there and may be seen. */
    public JsonNode destination(Access access, String namespace, String name) {
        return known().destination(namespace, name)
                .filter(found -> access.allows(Role.VIEWER, namespace))
                .orElseThrow(() -> Problem.notFound("there is no destination %s/%s".formatted(namespace, name)));
    }

    /** Throws before there is anything to be seen: what is there already must not look as if it were not. */
    public Catalog known() {
        if (!catalog.known()) {
            throw Problem.of(
                    HttpStatus.SERVICE_UNAVAILABLE, "the routes could not be read from the Kubernetes API yet");
        }
        return catalog;
    }

    /** Whether somebody may send what came once more, or end it. */
    public boolean operates(Access access, Entry entry) {
        return access.allows(Role.OPERATOR, namespace(entry));
    }

    /** Throws unless somebody may send what came once more, or end it. */
    public void mayOperate(Access access, Entry entry) {
        mayOperate(access, namespace(entry));
    }

    public void mayOperate(Access access, @Nullable String namespace) {
        if (!access.allows(Role.OPERATOR, namespace)) {
            throw Problem.of(
                    HttpStatus.FORBIDDEN,
                    "this takes the role operator in %s"
                            .formatted(namespace == null ? "all namespaces" : "namespace " + namespace));
        }
    }

    /** Throws unless somebody has a role where they ask: to others it would look as if nothing had come. */
    public void mayAsk(Access access, Role role, Question question) {
        if (!allows(access, role, question)) {
            throw Problem.of(
                    HttpStatus.FORBIDDEN,
                    "this takes the role %s where %s is"
                            .formatted(
                                    role.label(),
                                    Objects.requireNonNullElse(question.tenant(), String.valueOf(question.host()))));
        }
    }

    public boolean allows(Access access, Role role, Question question) {
        var namespace = Optional.ofNullable(question.tenant())
                .or(() -> Optional.ofNullable(question.host()).flatMap(this::holder));
        return access.allows(role, namespace.orElse(null));
    }

    private @Nullable String namespace(Entry entry) {
        return entry.route() == null ? holder(entry.callback().host()).orElse(null) : namespace(entry.route());
    }

    /** Of a route's name. */
    public static String namespace(String route) {
        return route.substring(0, route.indexOf('/'));
    }

    private Optional<String> holder(String host) {
        return routeOf(host).map(Tenancy::namespace);
    }

    /** A host that a route of the namespace holds; of a route that is not suspended and sends there, when there is one. */
    public Optional<String> hostOf(String namespace, String destination) {
        return catalog.routes().stream()
                .filter(route -> namespace.equals(namespace(route)))
                .sorted(Comparator.comparing((JsonNode route) ->
                                route.path("spec").path("suspend").booleanValue(false))
                        .thenComparing(route -> !sendsTo(route, namespace, destination)))
                .flatMap(Tenancy::claimed)
                .findFirst();
    }

    /** Whether an action of a route names a destination. */
    public static boolean sendsTo(JsonNode route, String namespace, String destination) {
        return route.path("spec").findValues("destinationRef").stream()
                .anyMatch(ref -> destination.equals(ref.path("name").asString())
                        && namespace.equals(ref.path("namespace").asString(namespace(route))));
    }

    /** The hosts that a route holds. */
    public static Stream<String> claimed(JsonNode route) {
        return route.path("status")
                .path("hosts")
                .valueStream()
                .filter(Tenancy::isClaimed)
                .map(host -> host.path("host").asString());
    }

    public Optional<JsonNode> routeOf(String host) {
        return catalog.routes().stream().filter(route -> holds(route, host)).findFirst();
    }

    private Set<String> hosts(Set<String> namespaces) {
        return catalog.routes().stream()
                .filter(route -> namespaces.contains(namespace(route)))
                .flatMap(Tenancy::claimed)
                .collect(Collectors.toUnmodifiableSet());
    }

    public static String namespace(JsonNode route) {
        return route.path("metadata").path("namespace").asString();
    }

    private static boolean holds(JsonNode route, String host) {
        return claimed(route).anyMatch(host::equals);
    }

    private static boolean isClaimed(JsonNode host) {
        return "Claimed".equals(host.path("state").asString());
    }
}
