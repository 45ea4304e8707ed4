package com.callbackers.operator.routes;

import com.callbackers.compiler.Compilation;
import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.Problem;
import com.callbackers.compiler.Read;
import com.callbackers.compiler.Reason;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.compiler.UsedReferences;
import com.callbackers.operator.hosts.HostClaims;
import com.callbackers.operator.hosts.HostNames;
import com.callbackers.operator.hosts.HostPolicy;
import com.callbackers.operator.references.ClusterReferences;
import com.callbackers.operator.stored.Stored;
import com.callbackers.operator.stored.StoredRoute;
import com.callbackers.resources.CallbackRoute;
import com.callbackers.resources.CallbackRouteSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges routes: their expressions, what they refer to, and their hosts. Writes nothing. */
final class Judge {

    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    /** What a Secret may hold, less some room for what else is in it. */
    private static final int LARGEST = 1_000_000;

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
    Judgement judge(StoredRoute stored, Optional<CompiledRoute> atWork) {
        var read = stored.read();
        var route = read.resource();
        var name = Stored.key(stored);
        var hosts = names.of(route);
        var check = check(name, stored, read);
        var problems = new ArrayList<>(check.problems());
        problems.addAll(notPermitted(name, route, hosts));
        if (!problems.isEmpty()) {
            claims.withdraw(name);
            return bad(route, problems, atWork, check, Map.of());
        }
        return switch (claims.claim(name, hosts)) {
            case HostClaims.Outcome.Granted g -> {
                references.keep(user(name), List.of(check.used()));
                var compiled = CompiledRoute.of(baseDomain, generation(stored), route, check.used());
                yield new Judgement(rules(route), List.of(), Optional.of(compiled), hosts, Map.of());
            }
            case HostClaims.Outcome.Lost lost ->
                bad(route, conflicts(route, lost.holders()), atWork, check, lost.holders());
        };
    }

    void forget(String route) {
        checked.remove(route);
        references.forget(user(route));
    }

    private static String name(CallbackRoute route) {
        return Stored.key(route);
    }

    private static String user(String route) {
        return "CallbackRoute " + route;
    }

    private static long generation(StoredRoute stored) {
        var generation = stored.getMetadata().getGeneration();
        return generation == null ? 0 : generation;
    }

    private static int rules(CallbackRoute route) {
        return route.getSpec() == null ? 0 : route.getSpec().rules().size();
    }

    private Checked check(String name, StoredRoute stored, Read<CallbackRoute> read) {
        var looking = references.lookedAtBy(user(name));
        var version = stored.getMetadata().getUid() + " " + generation(stored);
        var before = checked.get(name);
        if (before != null && before.version().equals(version) && before.used().sameIn(looking)) {
            return before;
        }
        var used = new UsedReferences(looking);
        var problems = read.with(compile(read.resource(), generation(stored), used));
        var now = new Checked(version, used, problems);
        checked.put(name, now);
        return now;
    }

    private List<Problem> compile(CallbackRoute route, long generation, UsedReferences used) {
        try {
            return switch (new RouteCompiler(baseDomain).compile(route, generation, used)) {
                case Compilation.Compiled good -> tooLarge(CompiledRoute.of(baseDomain, generation, route, used));
                case Compilation.Refused refused -> refused.problems();
            };
        } catch (KubernetesClientException e) {
            // what it refers to could not be read now
            throw e;
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

    private static List<Problem> tooLarge(CompiledRoute compiled) {
        var size = compiled.json().getBytes(StandardCharsets.UTF_8).length;
        return size <= LARGEST
                ? List.of()
                : List.of(new Problem(
                        Reason.INVALID_SPEC,
                        "spec",
                        "takes " + size + " bytes with what it refers to; at most " + LARGEST
                                + " can be handed to the workers, so split it into several routes"));
    }

    private List<Problem> notPermitted(String name, CallbackRoute route, List<String> hosts) {
        var problems = new ArrayList<Problem>();
        for (var host : hosts) {
            policy.refusal(route.getMetadata().getNamespace(), host, claims.holds(name, host))
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
        var last = atWork.flatMap(this::stillPermitted);
        if (last.isEmpty()) {
            references.keep(user(name(route)), List.of(check.used()));
            return new Judgement(rules(route), problems, Optional.empty(), List.of(), lost);
        }
        var used = new UsedReferences(references.lookedAtBy(user(name(route))));
        var stays = renewed(last.get(), used);
        references.keep(user(name(route)), List.of(check.used(), used));
        return new Judgement(rules(route), problems, Optional.of(stays), hosts(stays), lost);
    }

    private CompiledRoute renewed(CompiledRoute last, UsedReferences used) {
        try {
            var again = new RouteCompiler(last.baseDomain()).compile(last.resource(), last.generation(), used);
            return again instanceof Compilation.Compiled
                    ? CompiledRoute.of(last.baseDomain(), last.generation(), last.resource(), used)
                    : last;
        } catch (KubernetesClientException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            return last;
        }
    }

    private static List<String> hosts(CompiledRoute compiled) {
        return new HostNames(compiled.baseDomain()).of(compiled.resource());
    }

    /** Without the hosts that are for other namespaces now: those are taken away even from what was good. */
    private Optional<CompiledRoute> stillPermitted(CompiledRoute last) {
        var hosts = hosts(last);
        var permitted = hosts.stream()
                .filter(host -> claims.holds(last.name(), host))
                .filter(host -> policy.refusal(last.resource().getMetadata().getNamespace(), host, true)
                        .isEmpty())
                .toList();
        if (permitted.size() == hosts.size()) {
            return Optional.of(last);
        }
        return permitted.isEmpty() ? Optional.empty() : Optional.of(withHosts(last, permitted));
    }

    private static CompiledRoute withHosts(CompiledRoute compiled, List<String> hosts) {
        var spec = compiled.resource().getSpec();
        var fewer = new CallbackRoute();
        fewer.setMetadata(compiled.resource().getMetadata());
        fewer.setSpec(new CallbackRouteSpec(
                hosts, spec.suspend(), spec.let(), spec.senders(), spec.requireSender(), spec.rules()));
        return new CompiledRoute(
                compiled.baseDomain(), compiled.generation(), fewer, compiled.destinations(), compiled.secrets());
    }
}
