package com.callbackers.standalone.rules;

import com.callbackers.compiler.Problem;
import com.callbackers.compiler.Problem.Position;
import com.callbackers.compiler.Reason;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says of a resource.
 *
 * @param current whether it has seen the resource as it is now
 */
record Verdict(boolean current, List<Condition> conditions) {

    private static final Verdict NONE = new Verdict(false, List.of());

    private static final List<String> ABOUT_THE_RESOURCE = List.of("Accepted", "ResolvedRefs");

    /** As a problem tells itself: the field, what is wrong, and the place within an expression. */
    private static final Pattern PROBLEM =
            Pattern.compile("((?:spec|metadata)[^ :]*): (.*?)(?: \\(at (\\d+):(\\d+)\\))?", Pattern.DOTALL);

    private static final Pattern NEXT = Pattern.compile("; (?=(?:spec|metadata)[^ :]*: )");

    static Verdict of(CallbackRoute route) {
        var status = route.getStatus();
        return status == null ? NONE : of(route, status.observedGeneration(), status.conditions());
    }

    static Verdict of(CallbackDestination destination) {
        var status = destination.getStatus();
        return status == null ? NONE : of(destination, status.observedGeneration(), status.conditions());
    }

    private static Verdict of(HasMetadata resource, @Nullable Long observed, List<Condition> conditions) {
        return new Verdict(Objects.equals(observed, resource.getMetadata().getGeneration()), conditions);
    }

    /** Nothing more is to be waited for: it is at work, or refused. */
    boolean isReached() {
        return current && (refusals().findAny().isPresent() || is("Ready"));
    }

    private boolean is(String type) {
        return condition(type).filter(each -> each.getStatus().equals("True")).isPresent();
    }

    private Optional<Condition> condition(String type) {
        return conditions.stream().filter(each -> each.getType().equals(type)).findFirst();
    }

    private Stream<Condition> refusals() {
        return conditions.stream()
                .filter(each -> ABOUT_THE_RESOURCE.contains(each.getType()))
                .filter(each -> each.getStatus().equals("False"));
    }

    /** @param document of the folder, when it is from there */
    List<String> told(Key key, @Nullable Document document) {
        var told = new ArrayList<String>();
        var consequence = condition("Programmed")
                .map(each -> " (" + each.getMessage() + ")")
                .orElse("");
        refusals()
                .flatMap(condition -> NEXT.splitAsStream(String.valueOf(condition.getMessage())))
                .forEach(problem -> told.add(placed(problem, key, document) + consequence));
        return told;
    }

    private static String placed(String problem, Key key, @Nullable Document document) {
        var parts = PROBLEM.matcher(problem);
        if (document == null || !parts.matches()) {
            return key + ": " + problem;
        }
        var position = parts.group(3) == null
                ? null
                : new Position(Integer.parseInt(parts.group(3)), Integer.parseInt(parts.group(4)));
        return document.tell(new Problem(Reason.INVALID_SPEC, parts.group(1), parts.group(2), position));
    }
}
