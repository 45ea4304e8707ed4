package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    private static NetworkPolicy policy(String name, String... settings) {
        return Chart.rendered("production", settings).the(NetworkPolicy.class, name);
    }

    @Test
    void whatIsNotAllowedIsRefused() {
        // when
        var everything = policy("callbackers").getSpec();

        // then
        assertThat(everything.getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(everything.getIngress()).isEmpty();
        assertThat(everything.getEgress()).isEmpty();
        assertThat(everything.getPodSelector().getMatchLabels())
                .containsEntry("app.kubernetes.io/instance", "callbackers");
    }

    @Test
    void callbacksComeFromAnywhereAndMetricsAreReadFromOneNamespace() {
        // when
        var rules = policy("callbackers-edge").getSpec().getIngress();

        // then
        assertThat(rules).hasSize(2);
        assertThat(ingressPorts(rules.getFirst())).containsExactly("http");
        assertThat(rules.getFirst().getFrom()).isEmpty();
        assertThat(ingressPorts(rules.getLast())).containsExactly("management");
        assertThat(rules.getLast().getFrom())
                .extracting(peer -> peer.getNamespaceSelector().getMatchLabels().get("kubernetes.io/metadata.name"))
                .containsExactly("monitoring");
    }

    @Test
    void theConsoleReachesTheIdentityProviderWhereUsersLogIn() {
        // given
        var to = "networkPolicy.identityProvider.to[0].ipBlock.cidr=192.0.2.7/32";

        // when
        var rules = Chart.rendered("wildcard", "networkPolicy.enabled=true", to)
                .the(NetworkPolicy.class, "callbackers-console")
                .getSpec()
                .getEgress();

        // then
        assertThat(rules.getLast().getTo())
                .extracting(NetworkPolicyPeer::getIpBlock)
                .extracting(IPBlock::getCidr)
                .containsExactly("192.0.2.7/32");
        assertThat(egressPorts(rules.getLast())).containsExactly("443");
    }

    @Test
    void theEdgeReachesItsServersAndNamesOnly() {
        assertThat(policy("callbackers-edge").getSpec().getEgress())
                .extracting(NetworkTest::egressPorts)
                .containsExactly(List.of("53", "53"), List.of("5432"), List.of("5672"));
    }

    @Test
    void encryptedConnectionsGoToTheirUsualPort() {
        assertThat(policy("callbackers-edge", "rabbitmq.tls=true").getSpec().getEgress())
                .extracting(NetworkTest::egressPorts)
                .contains(List.of("5671"));
    }

    @Test
    void helmTestPassesWhereCallbacksComeFromSomePlacesOnly() {
        // when
        var rule = policy(
                        "callbackers-edge",
                        "networkPolicy.edgeFrom[0].namespaceSelector.matchLabels.name=ingress-nginx")
                .getSpec()
                .getIngress()
                .getFirst();

        // then
        assertThat(rule.getFrom()).hasSize(2);
        assertThat(rule.getFrom().getLast().getPodSelector().getMatchLabels())
                .containsEntry("app.kubernetes.io/component", "test");
    }

    @Test
    void nobodyReachesAWorkerOrTheOperatorButForMetrics() {
        assertThat(List.of("callbackers-worker", "callbackers-operator", "callbackers-console"))
                .allSatisfy(name -> assertThat(policy(name).getSpec().getIngress())
                        .extracting(NetworkTest::ingressPorts)
                        .containsExactly(List.of("management")));
    }

    @Test
    void aWorkerReachesEverythingButWhereCloudsKeepCredentials() {
        // when
        var blocks = policy("callbackers-worker").getSpec().getEgress().getLast().getTo().stream()
                .map(NetworkPolicyPeer::getIpBlock)
                .toList();

        // then
        assertThat(blocks).extracting(IPBlock::getCidr).containsExactly("0.0.0.0/0", "::/0");
        assertThat(blocks)
                .flatExtracting(IPBlock::getExcept)
                .containsExactly("169.254.0.0/16", "fd00:ec2::/32", "fe80::/10");
    }

    @Test
    void receiversCanBeNarrowed() {
        // when
        var egress = policy("callbackers-worker", "networkPolicy.receivers[0].ipBlock.cidr=203.0.113.0/24")
                .getSpec()
                .getEgress();

        // then
        assertThat(egress.getLast().getTo())
                .extracting(peer -> peer.getIpBlock().getCidr())
                .containsExactly("203.0.113.0/24");
    }

    @Test
    void theOperatorReachesTheKubernetesApiAndNoServer() {
        assertThat(policy("callbackers-operator").getSpec().getEgress())
                .extracting(NetworkTest::egressPorts)
                .containsExactly(List.of("53", "53"), List.of("443", "6443"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "rabbitmq"})
    void aServerOfTheChartIsReachedByItsUsersOnly(String server) {
        // when
        var policy = Chart.rendered("evaluation", "networkPolicy.enabled=true")
                .the(NetworkPolicy.class, "callbackers-" + server);

        // then
        assertThat(policy.getSpec().getIngress()).hasSize(1);
        assertThat(policy.getSpec().getIngress().getFirst().getFrom())
                .flatExtracting(peer -> peer.getPodSelector().getMatchExpressions())
                .flatExtracting(it -> it.getValues())
                .containsExactly("edge", "worker", "console");
    }

    private static List<String> ingressPorts(NetworkPolicyIngressRule rule) {
        return ports(rule.getPorts());
    }

    private static List<String> egressPorts(NetworkPolicyEgressRule rule) {
        return ports(rule.getPorts());
    }

    private static List<String> ports(List<NetworkPolicyPort> ports) {
        return ports.stream()
                .map(NetworkPolicyPort::getPort)
                .map(NetworkTest::text)
                .toList();
    }

    private static String text(IntOrString port) {
        return String.valueOf(port.getValue());
    }
}
