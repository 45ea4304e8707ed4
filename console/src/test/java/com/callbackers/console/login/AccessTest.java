package com.callbackers.console.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessTest {

    private static final Grant VIEWER_OF_ALL = grant(Role.VIEWER, Grant.ALL);
    private static final Grant OPERATOR_OF_A = grant(Role.OPERATOR, "a");
    private static final Grant ADMIN_OF_B = grant(Role.ADMIN, "b");

    @Test
    void aRoleHoldsInItsNamespaces() {
        // when
        var access = Access.of("kim", List.of(OPERATOR_OF_A));

        // then
        assertThat(access.allows(Role.VIEWER, "a")).isTrue();
        assertThat(access.allows(Role.OPERATOR, "a")).isTrue();
        assertThat(access.allows(Role.ADMIN, "a")).isFalse();
        assertThat(access.allows(Role.VIEWER, "b")).isFalse();
        assertThat(access.allows(Role.VIEWER, null)).isFalse();
        assertThat(access.namespaces(Role.VIEWER)).isEqualTo(Optional.of(Set.of("a")));
        assertThat(access.namespaces(Role.ADMIN)).isEqualTo(Optional.of(Set.of()));
    }

    @Test
    void aRoleInAllHoldsForWhatNoNamespaceHas() {
        // when
        var access = Access.of("kim", List.of(VIEWER_OF_ALL, OPERATOR_OF_A));

        // then
        assertThat(access.allows(Role.VIEWER, null)).isTrue();
        assertThat(access.allows(Role.VIEWER, "z")).isTrue();
        assertThat(access.allows(Role.OPERATOR, "a")).isTrue();
        assertThat(access.allows(Role.OPERATOR, "z")).isFalse();
        assertThat(access.namespaces(Role.VIEWER)).isEmpty();
        assertThat(access.namespaces(Role.OPERATOR)).isEqualTo(Optional.of(Set.of("a")));
    }

    @Test
    void ofTwoRolesTheHigherHolds() {
        // when
        var access = Access.of("kim", List.of(ADMIN_OF_B, grant(Role.VIEWER, "b")));

        // then
        assertThat(access.allows(Role.ADMIN, "b")).isTrue();
    }

    @Test
    void aNamespaceCalledLikeAllIsNotAll() {
        assertThat(Access.of("kim", List.of(OPERATOR_OF_A)).allows(Role.VIEWER, Grant.ALL))
                .isFalse();
    }

    @Test
    void withoutALoginEverythingIsAllowed() {
        assertThat(Access.withoutLogin().allows(Role.ADMIN, "a")).isTrue();
        assertThat(Access.withoutLogin().namespaces(Role.ADMIN)).isEmpty();
    }

    private static Grant grant(Role role, String namespace) {
        return new Grant(role, Set.of(namespace), Set.of("team"), Set.of());
    }
}
