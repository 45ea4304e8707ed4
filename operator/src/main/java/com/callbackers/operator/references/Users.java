package com.callbackers.operator.references;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who uses what: resources by the names that they looked for, found or not, so that a change of one reaches exactly
 * those that it matters to. All are told as namespace/name.
 */
public final class Users {

    private final Map<String, Set<String>> usersOf = new HashMap<>();
    private final Map<String, Set<String>> usedBy = new HashMap<>();

    /** Before looking, so that no change in between is missed. */
    public synchronized void add(String user, String used) {
        usersOf.computeIfAbsent(used, name -> new HashSet<>()).add(user);
        usedBy.computeIfAbsent(user, name -> new HashSet<>()).add(used);
    }

    /**
     * What a user looked for the last time; the rest is forgotten.
     *
     * @return what nobody uses any more
     */
    public synchronized List<String> keep(String user, Set<String> used) {
        var dropped = usedBy.getOrDefault(user, Set.of()).stream()
                .filter(name -> !used.contains(name))
                .toList();
        dropped.forEach(name -> remove(user, name));
        return dropped.stream().filter(name -> !usersOf.containsKey(name)).toList();
    }

    private void remove(String user, String used) {
        var users = usersOf.getOrDefault(used, new HashSet<>());
        users.remove(user);
        if (users.isEmpty()) {
            usersOf.remove(used);
        }
        var names = usedBy.getOrDefault(user, new HashSet<>());
        names.remove(used);
        if (names.isEmpty()) {
            usedBy.remove(user);
        }
    }

    public synchronized Set<String> of(String used) {
        return Set.copyOf(usersOf.getOrDefault(used, Set.of()));
    }
}
