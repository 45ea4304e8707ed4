package com.callbackers.route;

import com.callbackers.callback.Callback;
import java.util.List;
import java.util.Optional;

/**
 * A tenant's rules for the callbacks of its hosts, compiled and with every reference resolved.
 *
 * @param name namespace/name
 * @param hosts whole names, lower case
 */
public record Route(
        String name,
        long generation,
        List<String> hosts,
        boolean suspend,
        List<Let> let,
        List<Sender> senders,
        boolean requireSender,
        List<Rule> rules) {

    public Route {
        hosts = List.copyOf(hosts);
        let = List.copyOf(let);
        senders = List.copyOf(senders);
        rules = List.copyOf(rules);
    }

    /** Pure: the same callback and route give the same decision. */
    public Decision decide(Callback callback) {
        return new Deciding(this, callback).decide();
    }

    public Optional<Action> action(String rule, String action) {
        return rules.stream()
                .filter(r -> r.name().equals(rule))
                .flatMap(r -> r.actions().stream())
                .filter(a -> a.name().equals(action))
                .findFirst();
    }
}
