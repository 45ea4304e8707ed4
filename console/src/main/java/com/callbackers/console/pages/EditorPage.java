package com.callbackers.console.pages;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.console.resources.Catalog;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.Whole;
import com.callbackers.resources.CustomResourceDefinitions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A route to be written and tried before it is saved. */
@Controller
final class EditorPage {

    private static final String NEW = """
            apiVersion: callbackers.com/v1alpha1
            kind: CallbackRoute
            metadata:
              name: my-route
              namespace: my-team
            spec:
              rules:
              - name: all
                match:
                  methods: [POST]
                actions:
                - name: receiver
                  type: Forward
                  forward:
                    url: https://example.com/hooks
            """;
    /** The rest of it is the cluster's. */
    private static final Set<String> METADATA = Set.of("name", "namespace", "generation", "labels", "annotations");

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Catalog catalog;
    private final Callbacks callbacks;
    private final Tenancy tenancy;
    private final JsonMapper mapper;
    private final JsonNode schema;

    EditorPage(Catalog catalog, Callbacks callbacks, Tenancy tenancy, JsonMapper mapper) {
        this.catalog = catalog;
        this.callbacks = callbacks;
        this.tenancy = tenancy;
        this.mapper = mapper;
        this.schema = mapper.valueToTree(
                        new Load(LoadSettings.builder().build()).loadFromString(CustomResourceDefinitions.routeYaml()))
                .at("/spec/versions/0/schema/openAPIV3Schema");
    }

    /** @param query {@code for=sender}: with a rule proposed for whoever sent the callback */
    @GetMapping("/routes/new")
    Mono<Rendering> create(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var wanted = Wanted.of(query);
        var maySave = access.namespaces(Role.ADMIN).map(some -> !some.isEmpty()).orElse(true);
        return sent(access, wanted)
                .map(found -> found.map(whole -> {
                            var route = Proposal.route(
                                    mapper, namespace(access), whole.callback().host());
                            Proposal.add(route, whole.callback(), whole.entry().sender());
                            return yaml(route);
                        })
                        .orElse(NEW))
                .map(yaml -> editor(access, "", yaml, maySave)
                        .modelAttribute("save", "")
                        .modelAttribute("keeper", "")
                        .modelAttribute("callback", wanted.callback())
                        .build())
                .transform(Patience::limited);
    }

    /** One that the route can be saved to, if there is. */
    private static String namespace(Access access) {
        return access.namespaces(Role.ADMIN).stream()
                .flatMap(Set::stream)
                .sorted()
                .findFirst()
                .orElse("my-team");
    }

    @GetMapping("/routes/{namespace}/{name}/edit")
    Mono<Rendering> edit(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query) {
        var wanted = Wanted.of(query);
        var route = tenancy.route(access, namespace, name);
        var keeper = catalog.keeper(namespace, name).orElse("");
        return sent(access, wanted)
                .map(found -> {
                    var changed = (ObjectNode) route.deepCopy();
                    found.ifPresent(whole -> Proposal.add(
                            changed, whole.callback(), whole.entry().sender()));
                    return editor(
                                    access,
                                    namespace + "/" + name,
                                    yaml(changed),
                                    keeper.isEmpty() && access.allows(Role.ADMIN, namespace))
                            .modelAttribute("begun", yaml(route))
                            .modelAttribute("save", "/api/routes/%s/%s".formatted(namespace, name))
                            .modelAttribute("keeper", keeper)
                            .modelAttribute("callback", wanted.callback())
                            .build();
                })
                .transform(Patience::limited);
    }

    /** @param proposal whether a rule is proposed for whoever sent the callback */
    private record Wanted(String callback, boolean proposal) {

        static Wanted of(MultiValueMap<String, String> query) {
            var parameters = Parameters.of(query, "callback", "for");
            return new Wanted(
                    parameters.text("callback").orElse(""),
                    parameters.text("for").filter("sender"::equals).isPresent());
        }
    }

    private Mono<Optional<Whole>> sent(Access access, Wanted wanted) {
        if (!wanted.proposal()) {
            return Mono.just(Optional.empty());
        }
        var id = Parameters.id("callback", wanted.callback());
        return callbacks.find(id).map(found -> Optional.of(tenancy.visible(access, id, found)));
    }

    private static Rendering.Builder<?> editor(Access access, String name, String yaml, boolean maySave) {
        return Rendering.view("editor")
                .modelAttribute("access", access)
                .modelAttribute("name", name)
                .modelAttribute("yaml", yaml)
                .modelAttribute("maySave", maySave);
    }

    private String yaml(JsonNode route) {
        var own = mapper.createObjectNode();
        own.set("apiVersion", route.path("apiVersion"));
        own.set("kind", route.path("kind"));
        ObjectNode metadata = own.putObject("metadata");
        route.path("metadata").properties().stream()
                .filter(field -> METADATA.contains(field.getKey()))
                .forEach(field -> metadata.set(field.getKey(), field.getValue()));
        own.set("spec", route.path("spec"));
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(120)
                .build();
        return new Dump(settings).dumpToString(mapper.convertValue(own, OBJECT));
    }

    /** What the editor completes by. */
    @GetMapping("/routes/schema")
    @ResponseBody
    JsonNode schema() {
        return schema;
    }
}
