package com.callbackers.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.callbackers.operator.settings.OperatorSettings.Delegation;
import com.callbackers.operator.settings.OperatorSettings.Mode;
import com.callbackers.operator.settings.OperatorSettings.Others;
import com.callbackers.operator.settings.OperatorSettings.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    @Test
    void everythingHasADefault() {
        // when
        var settings = SettingsReader.read("", "callbackers-system");

        // then
        assertThat(settings.baseDomain()).isEqualTo("callbackers.com");
        assertThat(settings.url()).isEqualTo("https://{host}");
        assertThat(settings.namespace()).isEqualTo("callbackers-system");
        assertThat(settings.watchNamespaces()).isEmpty();
        assertThat(settings.managementPort()).isEqualTo(8083);
        assertThat(settings.hosts().others()).isEqualTo(Others.FIRST_COME);
        assertThat(settings.exposure().mode()).isEqualTo(Mode.INGRESS);
        assertThat(settings.exposure().tls()).isEqualTo(Tls.PER_HOST);
        assertThat(settings.leaderElection().enabled()).isTrue();
        assertThat(settings.leaderElection().leaseDuration()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void everythingCanBeSet() {
        // when
        var settings = SettingsReader.read("""
                callbackers:
                  base-domain: hooks.test
                  routes: {url: "http://{host}:8080"}
                  operator:
                    namespace: other
                    watch-namespaces: [a, b]
                    labels: {team: x}
                    management-port: 9000
                    hosts:
                      others: Nobody
                      delegations:
                      - {hosts: [shop, "*.example.com"], namespaces: [shop]}
                    exposure:
                      mode: HTTPRoute
                      service: {name: edge, port: 8080}
                      annotations: {a: b}
                      gateway: {parent-refs: [{name: public, namespace: gateways, section-name: https}]}
                    leader-election: {enabled: false, retry-period: 500ms}
                """, "unused");

        // then
        assertThat(settings.namespace()).isEqualTo("other");
        assertThat(settings.watchNamespaces()).containsExactly("a", "b");
        assertThat(settings.labels()).isEqualTo(Map.of("team", "x"));
        assertThat(settings.hosts().delegations())
                .containsExactly(new Delegation(List.of("shop", "*.example.com"), List.of("shop")));
        assertThat(settings.exposure().mode()).isEqualTo(Mode.HTTP_ROUTE);
        assertThat(settings.exposure().parents()).singleElement().satisfies(parent -> assertThat(parent.sectionName())
                .isEqualTo("https"));
        assertThat(settings.leaderElection().retryPeriod()).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    callbackers: {base-domain: Hooks.test}                           | callbackers.base-domain is 'Hooks.test'
                    callbackers: {routes: {url: "https://x"}}                        | callbackers.routes.url is 'https://x'
                    callbackers: {operator: {management-port: 70000}}                | callbackers.operator.management-port is 70000
                    callbackers: {operator: {watch: [a]}}                            | callbackers.operator.watch is not a setting
                    callbackers: {operator: {hosts: {others: Everyone}}}             | callbackers.operator.hosts.others is 'Everyone'; use one of FirstCome, NamespaceName, Nobody
                    callbackers: {operator: {hosts: {delegations: [{hosts: [a]}]}}}  | callbackers.operator.hosts.delegations[0].namespaces is required
                    callbackers: {operator: {exposure: {mode: HTTPRoute}}}           | callbackers.operator.exposure.gateway.parent-refs is required
                    callbackers: {operator: {exposure: {ingress: {tls: Shared}}}}    | callbackers.operator.exposure.ingress.tls-secret is required
                    callbackers: {operator: {leader-election: {lease-duration: 15}}} | callbackers.operator.leader-election.lease-duration is '15'
                    other: {}                                                        | other is not a setting
                    "{"                                                              | the settings
                    """)
    void aMistakeIsToldByItsName(String yaml, String told) {
        assertThatThrownBy(() -> SettingsReader.read(yaml, "callbackers-system"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(told);
    }

    @Test
    void withoutANamespaceNothingBegins() {
        assertThatThrownBy(() -> SettingsReader.read("", ""))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("callbackers.operator.namespace is required");
    }
}
