package com.callbackers.operator.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.operator.hosts.HostClaims.Outcome.Granted;
import com.callbackers.operator.hosts.HostClaims.Outcome.Lost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostClaimsTest {

    private final HostClaims claims = new HostClaims();

    @Test
    void theFirstClaimWinsAndIsKeptOverEdits() {
        // given
        claims.claim("a/one", List.of("x.test", "y.test"));

        // when
        var other = claims.claim("b/two", List.of("x.test"));
        var again = claims.claim("a/one", List.of("x.test"));

        // then
        assertThat(other).isEqualTo(new Lost(Map.of("x.test", "a/one")));
        assertThat(again).isEqualTo(new Granted());
    }

    @Test
    void aRouteGetsAllOfItsHostsOrKeepsWhatItHad() {
        // given
        claims.claim("a/one", List.of("x.test"));
        claims.claim("b/two", List.of("old.test"));

        // when
        var outcome = claims.claim("b/two", List.of("free.test", "x.test"));

        // then
        assertThat(outcome).isEqualTo(new Lost(Map.of("x.test", "a/one")));
        assertThat(claims.holder("free.test")).isEmpty();
        assertThat(claims.holder("old.test")).contains("b/two");
    }

    @Test
    void whoWaitsIsToldWhenTheHolderLetsGo() {
        // given
        claims.claim("a/one", List.of("x.test", "y.test"));
        claims.claim("b/two", List.of("x.test"));
        claims.claim("c/three", List.of("y.test"));

        // when
        var freed = claims.keepOnly("a/one", List.of("y.test"));

        // then
        assertThat(freed).containsExactly("b/two");
        assertThat(claims.claim("b/two", List.of("x.test"))).isEqualTo(new Granted());
        assertThat(claims.release("a/one")).containsExactly("c/three");
    }

    @Test
    void whoWantsItNoMoreIsNotTold() {
        // given
        claims.claim("a/one", List.of("x.test"));
        claims.claim("b/two", List.of("x.test"));

        // when
        claims.withdraw("b/two");

        // then
        assertThat(claims.release("a/one")).isEmpty();
    }

    @Test
    void whatWasClaimedBeforeStaysWithItsHolder() {
        // given
        claims.restore("a/one", List.of("x.test"));
        claims.restore("b/two", List.of("x.test", "y.test"));

        // then
        assertThat(claims.holder("x.test")).contains("a/one");
        assertThat(claims.holder("y.test")).contains("b/two");
        assertThat(claims.release("b/two")).isEmpty();
        assertThat(claims.holder("x.test")).contains("a/one");
    }
}
