package com.callbackers.console;

import com.callbackers.console.call.JsonBody;
import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.console.preview.Drafts;
import com.callbackers.console.preview.Drafts.Draft;
import com.callbackers.console.resources.ResourceStore;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes as they stand, and how they are to be. */
@RestController
final class RouteController {

    private final Tenancy tenancy;
    private final Optional<ResourceStore> store;
    private final Drafts drafts;
    private final CallbackJson json;

    RouteController(Tenancy tenancy, Optional<ResourceStore> store, Drafts drafts, CallbackJson json) {
        this.tenancy = tenancy;
        this.store = store;
        this.drafts = drafts;
        this.json = json;
    }

    @GetMapping("/api/routes")
    ObjectNode list(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return json.items(tenancy.known().routes().stream()
                .filter(route -> access.allows(Role.VIEWER, Tenancy.namespace(route)))
                .toList());
    }

    @GetMapping("/api/routes/{namespace}/{name}")
    JsonNode show(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return tenancy.route(access, namespace, name);
    }

    @PutMapping(path = "/api/routes/{namespace}/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<JsonNode>> saveJson(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query,
            @RequestBody byte[] body) {
        Parameters.none(query);
        return save(access, namespace, name, () -> drafts.ofJson(JsonBody.read(body)));
    }

    @PutMapping(path = "/api/routes/{namespace}/{name}", consumes = MediaType.APPLICATION_YAML_VALUE)
    Mono<ResponseEntity<JsonNode>> saveYaml(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query,
            @RequestBody byte[] body) {
        Parameters.none(query);
        return save(access, namespace, name, () -> drafts.ofYaml(new String(body, StandardCharsets.UTF_8)));
    }

    private Mono<ResponseEntity<JsonNode>> save(Access access, String namespace, String name, Supplier<Draft> given) {
        if (!access.allows(Role.ADMIN, namespace)) {
            throw Problem.of(HttpStatus.FORBIDDEN, "this takes the role admin in namespace " + namespace);
        }
        var kubernetes = store.orElseThrow(
                () -> Problem.of(HttpStatus.NOT_IMPLEMENTED, "this console has no Kubernetes API to save routes to"));
        return Mono.fromCallable(() -> kubernetes.save(named(given.get(), namespace, name)))
                .subscribeOn(Schedulers.boundedElastic())
                .map(saved -> SavedAnswer.of(saved, "route %s/%s".formatted(namespace, name)))
                .transform(Patience::limited);
    }

    private static JsonNode named(Draft draft, String namespace, String name) {
        if (!draft.namespace().equals(namespace) || !draft.name().equals(name)) {
            throw Problem.invalid(
                    "metadata.name",
                    "the route is %s/%s, and the address says %s/%s"
                            .formatted(draft.namespace(), draft.name(), namespace, name));
        }
        // the namespace may be left out where it is the default one
        var route = (ObjectNode) draft.resource().deepCopy();
        route.withObject("/metadata").put("namespace", namespace);
        return route;
    }
}
