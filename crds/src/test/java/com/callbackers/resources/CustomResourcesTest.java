package com.callbackers.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.resources.CallbackRouteStatus.HostStatus;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomResourcesTest {

    private final KubernetesSerialization kubernetes = new KubernetesSerialization();

    @Test
    void namesAreThoseOfTheApi() {
        assertThat(CustomResource.getCRDName(CallbackRoute.class)).isEqualTo("callbackroutes.callbackers.com");
        assertThat(CustomResource.getShortNames(CallbackRoute.class)).containsExactly("cbroute");
        assertThat(CustomResource.getCRDName(CallbackDestination.class))
                .isEqualTo("callbackdestinations.callbackers.com");
        assertThat(CustomResource.getShortNames(CallbackDestination.class)).containsExactly("cbdest");
        assertThat(new CallbackRoute().getApiVersion()).isEqualTo("callbackers.com/v1alpha1");
        assertThat(new CallbackRoute().getKind()).isEqualTo("CallbackRoute");
    }

    @Test
    void theKubernetesClientReadsAndWritesThem() {
        // given
        var route = kubernetes.unmarshal("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: card, namespace: acme}
                spec:
                  rules:
                  - name: all
                    actions:
                    - {name: x, type: Forward, forward: {url: "https://x.example.com"}, retryOn: [503, 5xx]}
                """, CallbackRoute.class);
        var condition = new ConditionBuilder()
                .withType("Ready")
                .withStatus("True")
                .withReason("Ready")
                .build();
        route.setStatus(new CallbackRouteStatus(
                3L, List.of(new HostStatus("acme.callbackers.com", "Claimed", null)), List.of(condition)));

        // when
        var again = kubernetes.unmarshal(kubernetes.asJson(route), CallbackRoute.class);

        // then
        assertThat(again.getSpec()).isEqualTo(route.getSpec());
        assertThat(again.getStatus()).isEqualTo(route.getStatus());
        assertThat(again.getSpec().rules().getFirst().actions().getFirst().retryOn())
                .containsExactly("503", "5xx");
    }

    @Test
    void fieldsOfALaterVersionDoNotStopTheKubernetesClient() {
        // when
        var route = kubernetes.unmarshal("""
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: card, namespace: acme}
                spec: {hosts: [a], later: {x: 1}, rules: [{name: a, later: true}]}
                """, CallbackRoute.class);

        // then
        assertThat(route.getSpec().hosts()).containsExactly("a");
    }
}
