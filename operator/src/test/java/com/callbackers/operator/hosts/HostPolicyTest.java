package com.callbackers.operator.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.operator.settings.OperatorSettings.Delegation;
import com.callbackers.operator.settings.OperatorSettings.Hosts;
import com.callbackers.operator.settings.OperatorSettings.Others;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostPolicyTest {

    private static final HostNames NAMES = new HostNames("callbackers.test");

    private static HostPolicy policy(Others others, Delegation... delegations) {
        return new HostPolicy(new Hosts(others, List.of(delegations)), NAMES, Set.of("mingkyme", "shop")::contains);
    }

    @Test
    void whatNobodyNamesIsForWhoeverComesFirst() {
        // given
        var policy = policy(Others.FIRST_COME);

        // then
        assertThat(policy.refusal("shop", "anything.callbackers.test", false)).isEmpty();
        assertThat(policy.refusal("shop", "hooks.example.com", false)).isEmpty();
        assertThat(policy.refusal("shop", "shop.callbackers.test", false)).isEmpty();
    }

    @Test
    void aLabelThatIsANamespacesNameIsReservedForIt() {
        assertThat(policy(Others.FIRST_COME).refusal("shop", "mingkyme.callbackers.test", false))
                .hasValueSatisfying(words -> assertThat(words).contains("mingkyme.callbackers.test", "reserved"));
    }

    @Test
    void aNamespaceThatIsMadeLaterTakesNoHostAway() {
        assertThat(policy(Others.FIRST_COME).refusal("shop", "mingkyme.callbackers.test", true))
                .isEmpty();
    }

    @Test
    void aDelegationDecidesForItsHostsWhateverElseHolds() {
        // given
        var policy = policy(
                Others.NOBODY,
                new Delegation(List.of("mingkyme", "*.example.com"), List.of("shop", "team-*")),
                new Delegation(List.of("*"), List.of("admin")));

        // then
        assertThat(policy.refusal("shop", "mingkyme.callbackers.test", false)).isEmpty();
        assertThat(policy.refusal("team-a", "hooks.example.com", false)).isEmpty();
        assertThat(policy.refusal("admin", "hooks.example.com", false)).isPresent();
        assertThat(policy.refusal("admin", "else.test", false)).isEmpty();
        assertThat(policy.refusal("other", "example.com", false)).isPresent();
    }

    @Test
    void aStrictPolicyLeavesEachNamespaceItsName() {
        // given
        var own = policy(Others.NAMESPACE_NAME);
        var nobody = policy(Others.NOBODY);

        // then
        assertThat(own.refusal("shop", "shop.callbackers.test", false)).isEmpty();
        assertThat(own.refusal("shop", "shop2.callbackers.test", false)).isPresent();
        assertThat(own.refusal("shop", "shop.example.com", false)).isPresent();
        assertThat(nobody.refusal("shop", "shop.callbackers.test", false)).isPresent();
    }
}
