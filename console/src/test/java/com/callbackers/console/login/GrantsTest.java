package com.callbackers.console.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantsTest {

    private static final Grant BY_GROUP = new Grant(Role.OPERATOR, Set.of("a"), Set.of("team"), Set.of());
    private static final Grant BY_USER = new Grant(Role.ADMIN, Set.of("b"), Set.of(), Set.of("kim"));
    private static final Grant FOR_ALL = new Grant(Role.VIEWER, Set.of("c"), Set.of(), Set.of("*"));

    @Test
    void groupsAndUsersGiveRoles() {
        // when
        var access = grants("sub").access(Map.of("sub", "kim", "groups", List.of("team", "others")));

        // then
        assertThat(access).contains(new Access("kim", Map.of("a", Role.OPERATOR, "b", Role.ADMIN, "c", Role.VIEWER)));
    }

    @Test
    void aGroupMayBeTheOnlyOne() {
        assertThat(grants("sub")
                        .access(Map.of("sub", "lee", "groups", "team"))
                        .orElseThrow()
                        .roles())
                .containsOnlyKeys("a", "c");
    }

    @Test
    void othersHaveWhatEverybodyHas() {
        assertThat(grants("sub").access(Map.of("sub", "lee")).orElseThrow().roles())
                .containsOnlyKeys("c");
    }

    @Test
    void aUserCalledLikeEverybodyIsNobodySpecial() {
        assertThat(grants("sub").access(Map.of("sub", "*")).orElseThrow().roles())
                .containsOnlyKeys("c");
    }

    @Test
    void whoIsNotNamedHasNoAccess() {
        assertThat(grants("name").access(Map.of("sub", "kim"))).isEmpty();
        assertThat(grants("sub").access(Map.of("sub", ""))).isEmpty();
        assertThat(grants("sub").access(Map.of("sub", 7))).isEmpty();
    }

    @Test
    void anAddressNamesSomebodyOnceItIsVerified() {
        assertThat(grants("email").access(Map.of("email", "kim", "email_verified", true)))
                .isPresent();
        assertThat(grants("email").access(Map.of("email", "kim", "email_verified", "true")))
                .isPresent();
    }

    @Test
    void anAddressThatIsNotVerifiedNamesNobody() {
        assertThat(grants("email").access(Map.of("email", "kim"))).isEmpty();
        assertThat(grants("email").access(Map.of("email", "kim", "email_verified", false)))
                .isEmpty();
        assertThat(grants("email").access(Map.of("email", "kim", "email_verified", "no")))
                .isEmpty();
    }

    private static Grants grants(String userClaim) {
        return new Grants(new LoginSettings(
                "https://id.example.com",
                "callbackers",
                null,
                Set.of("openid"),
                Set.of(),
                userClaim,
                "groups",
                Duration.ofHours(8),
                List.of(BY_GROUP, BY_USER, FOR_ALL)));
    }
}
