package com.callbackers.operator.routes;

import com.callbackers.compiler.Compilation;
import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.Problem;
import com.callbackers.compiler.Reason;
import com.callbackers.compiler.References;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.compiler.UsedReferences;
import com.callbackers.operator.hosts.HostClaims;
import com.callbackers.operator.hosts.HostNames;
import com.callbackers.operator.hosts.HostPolicy;
import com.callbackers.operator.references.ClusterReferences;
import com.callbackers.resources.CallbackRoute;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges routes: their expressions, what they refer to, and their hosts. Writes nothing. */
final class Judge {

    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    private final String baseDomain;
    private final HostNames names;
    private final HostPolicy policy;
    private final HostClaims claims;
    private final ClusterReferences references;
    private final Map<String, Checked> checked = new ConcurrentHashMap<>();

    /** What came of compiling a version of a resource; the route itself would take much memory and is not kept. */
    private record Checked(String version, UsedReferences used, List<Problem> problems) {}

    Judge(String baseDomain, HostNames names, HostPolicy policy, HostClaims claims, ClusterReferences references) {
        this.baseDomain = baseDomain;
        this.names = names;
        this.policy = policy;
        this.claims = claims;
        this.references = references;
    }

    /** @param atWork what is at work now */
    Judgement judge(CallbackRoute route, Optional<CompiledRoute> atWork) {
        var name = name(route);
        var looking = references.lookedAtBy(user(name));
        var check = check(name, route, looking);
        var problems = new ArrayList<>(check.problems());
        problems.addAll(notPermitted(route));
        if (problems.isEmpty()) {
            return switch (claims.claim(name, names.of(route))) {
                case HostClaims.Outcome.Granted granted -> {
                    references.keep(user(name), List.of(check.used()));
                    var generation = route.getMetadata().getGeneration();
                    var compiled = CompiledRoute.of(baseDomain, generation, bare(route), check.used());
                    yield new Judgement(List.of(), Optional.of(compiled), names.of(route), Map.of(), granted.freed());
                }
                case HostClaims.Outcome.Lost lost ->
                    bad(route, conflicts(route, lost.holders()), atWork, check, lost.holders());
            };
        }
        return bad(route, problems, atWork, check, Map.of());
    }

    void forget(String route) {
        checked.remove(route);
        references.forget(user(route));
    }

    static String name(CallbackRoute route) {
        return route.getMetadata().getNamespace() + "/" + route.getMetadata().getName();
    }

    private static String user(String route) {
        return "CallbackRoute " + route;
    }

    private Checked check(String name, CallbackRoute route, References looking) {
        var metadata = route.getMetadata();
        var version = metadata.getUid() + " " + metadata.getGeneration();
        var before = checked.get(name);
        if (before != null && before.version().equals(version) && before.used().sameIn(looking)) {
            return before;
        }
        var used = new UsedReferences(looking);
        var now = new Checked(version, used, compile(route, used));
        checked.put(name, now);
        return now;
    }

    private List<Problem> compile(CallbackRoute route, UsedReferences used) {
        try {
            var generation = route.getMetadata().getGeneration();
            return switch (new RouteCompiler(baseDomain).compile(route, generation, used)) {
                case Compilation.Compiled good -> List.of();
                case Compilation.Refused refused -> refused.problems();
            };
        } catch (RuntimeException | StackOverflowError e) {
            LOG.atError()
                    .addKeyValue("route", name(route))
                    .setCause(e)
                    .log("A route cannot be compiled, and not for its own fault");
            return List.of(new Problem(
                    Reason.INVALID_SPEC,
                    "spec",
                    "cannot be compiled (" + e.getClass().getSimpleName() + ")"));
        }
    }

    private List<Problem> notPermitted(CallbackRoute route) {
        var problems = new ArrayList<Problem>();
        var hosts = names.of(route);
        for (var host : hosts) {
            policy.refusal(route.getMetadata().getNamespace(), host)
                    .ifPresent(
                            words -> problems.add(new Problem(Reason.HOST_NOT_PERMITTED, field(route, host), words)));
        }
        return problems;
    }

    private List<Problem> conflicts(CallbackRoute route, Map<String, String> holders) {
        var problems = new ArrayList<Problem>();
        holders.forEach((host, holder) -> problems.add(new Problem(
                Reason.HOST_CONFLICT,
                field(route, host),
                "host " + host + " is held by route " + holder + "; use another host or let that route give it up")));
        return problems;
    }

    private String field(CallbackRoute route, String host) {
        var hosts =
                route.getSpec() == null ? List.<String>of() : route.getSpec().hosts();
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i) != null && names.whole(hosts.get(i)).equals(host)) {
                return "spec.hosts[" + i + "]";
            }
        }
        return "spec.hosts";
    }

    /** The last good version stays, with today's secrets and destinations where that is possible. */
    private Judgement bad(
            CallbackRoute route,
            List<Problem> problems,
            Optional<CompiledRoute> atWork,
            Checked check,
            Map<String, String> lost) {
        var name = name(route);
        if (atWork.isEmpty()) {
            references.keep(user(name), List.of(check.used()));
            return new Judgement(problems, Optional.empty(), List.of(), lost, Set.of());
        }
        var last = atWork.get();
        var used = new UsedReferences(references.lookedAtBy(user(name)));
        var again = new RouteCompiler(last.baseDomain()).compile(last.resource(), last.generation(), used);
        references.keep(user(name), List.of(check.used(), used));
        var stays = again instanceof Compilation.Compiled
                ? CompiledRoute.of(last.baseDomain(), last.generation(), last.resource(), used)
                : last;
        return new Judgement(
                problems, Optional.of(stays), new HostNames(last.baseDomain()).of(last.resource()), lost, Set.of());
    }

    /** Name, namespace and spec: the rest is none of the workers' business. */
    private static CallbackRoute bare(CallbackRoute route) {
        var bare = new CallbackRoute();
        var metadata = new ObjectMeta();
        metadata.setName(route.getMetadata().getName());
        metadata.setNamespace(route.getMetadata().getNamespace());
        bare.setMetadata(metadata);
        bare.setSpec(route.getSpec());
        return bare;
    }
}
