package com.callbackers.console.login;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Gives a role to some.
 *
 * @param namespaces {@code *}: all
 * @param groups by the claim that names them
 * @param users {@code *}: everybody who has an account
 */
public record Grant(
        @Nullable Role role,
        @DefaultValue Set<String> namespaces,
        @DefaultValue Set<String> groups,
        @DefaultValue Set<String> users) {

    static final String ALL = "*";

    public Grant {
        namespaces = Set.copyOf(namespaces);
        groups = Set.copyOf(groups);
        users = Set.copyOf(users);
        check(role != null, "role is one of viewer, operator, admin");
        check(!namespaces.isEmpty(), "namespaces names at least one; '*' stands for all");
        check(
                !groups.isEmpty() || !users.isEmpty(),
                "groups or users names at least one; users '*' stands for everybody");
    }

    /** Set: without one there is no grant. */
    @Override
    public Role role() {
        if (role == null) {
            throw new IllegalStateException("a grant without a role");
        }
        return role;
    }

    boolean isFor(String user, Set<String> groups) {
        return users.contains(user) || users.contains(ALL) || groups.stream().anyMatch(this.groups::contains);
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException("callbackers.console.login.grants: " + sentence);
        }
    }
}
