package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each account may do, and may not, as Kubernetes would reckon it from the rendered roles. */
class RightsTest {

    private static final String OWN = Chart.NAMESPACE;
    private static final String TENANT = "shop";

    @Test
    void theEdgeMayDoNothing() {
        // when
        var edge = Rights.of("callbackers-edge", Chart.rendered("production"));

        // then
        assertThat(edge.granted()).isEmpty();
    }

    @Test
    void aWorkerReadsCompiledRoutesAndKeepsItsReport() {
        // when
        var worker = Rights.of("callbackers-worker", Chart.rendered("production"));

        // then
        assertThat(worker.may(OWN, "watch", "", "secrets")).isTrue();
        assertThat(worker.may(OWN, "patch", "coordination.k8s.io", "leases")).isTrue();
    }

    @Test
    void aWorkerMayDoNothingElse() {
        // when
        var worker = Rights.of("callbackers-worker", Chart.rendered("production"));

        // then
        assertThat(worker.granted())
                .containsOnly(
                        Map.entry(OWN + " /secrets", "get list watch"),
                        Map.entry(OWN + " coordination.k8s.io/leases", "create delete get patch update"));
        assertThat(worker.may(TENANT, "get", "", "secrets")).isFalse();
        assertThat(worker.may(OWN, "update", "", "secrets")).isFalse();
        assertThat(worker.may(TENANT, "get", "callbackers.com", "callbackroutes"))
                .isFalse();
    }

    @Test
    void theConsoleReadsAndSavesRoutes() {
        // when
        var console = Rights.of("callbackers-console", Chart.rendered("production"));

        // then
        assertThat(console.may(TENANT, "patch", "callbackers.com", "callbackroutes"))
                .isTrue();
        assertThat(console.may(TENANT, "patch", "callbackers.com", "callbackdestinations"))
                .isTrue();
        assertThat(console.may(TENANT, "create", "callbackers.com", "callbackdestinations"))
                .isFalse();
        assertThat(console.may(TENANT, "delete", "callbackers.com", "callbackroutes"))
                .isFalse();
    }

    @Test
    void aConsoleWithoutEditingReadsRoutesOnly() {
        // when
        var console = Rights.of("callbackers-console", Chart.rendered("production", "console.editing=false"));

        // then
        assertThat(console.may(TENANT, "list", "callbackers.com", "callbackroutes"))
                .isTrue();
        assertThat(console.granted())
                .containsOnly(
                        Map.entry("* callbackers.com/callbackroutes", "get list watch"),
                        Map.entry("* callbackers.com/callbackdestinations", "get list watch"));
    }

    @Test
    void aConsoleWithoutKubernetesMayDoNothing() {
        // when
        var console = Rights.of("callbackers-console", Chart.rendered("production", "console.kubernetes=false"));

        // then
        assertThat(console.granted()).isEmpty();
    }

    @Test
    void theOperatorReadsWhatUsersWroteAndSaysWhatCameOfIt() {
        // when
        var operator = Rights.of("callbackers-operator", Chart.rendered("production"));

        // then
        assertThat(operator.may(TENANT, "watch", "callbackers.com", "callbackroutes"))
                .isTrue();
        assertThat(operator.may(TENANT, "patch", "callbackers.com", "callbackroutes/status"))
                .isTrue();
        assertThat(operator.may(TENANT, "get", "", "secrets")).isTrue();
        assertThat(operator.may(TENANT, "create", "", "events")).isTrue();
        assertThat(operator.may(OWN, "create", "networking.k8s.io", "ingresses"))
                .isTrue();
    }

    @Test
    void theOperatorChangesNothingOfUsers() {
        // when
        var operator = Rights.of("callbackers-operator", Chart.rendered("production"));

        // then
        assertThat(operator.granted())
                .containsOnly(
                        Map.entry("* callbackers.com/callbackroutes", "get list watch"),
                        Map.entry("* callbackers.com/callbackdestinations", "get list watch"),
                        Map.entry("* callbackers.com/callbackroutes/status", "patch update"),
                        Map.entry("* callbackers.com/callbackdestinations/status", "patch update"),
                        Map.entry("* /secrets", "get list watch"),
                        Map.entry("* /namespaces", "get list watch"),
                        Map.entry("* /events", "create patch"),
                        Map.entry("* events.k8s.io/events", "create patch"),
                        Map.entry(OWN + " /secrets", "create delete get list patch update watch"),
                        Map.entry(OWN + " /pods", "get list watch"),
                        Map.entry(OWN + " networking.k8s.io/ingresses", "create delete get list patch update watch"),
                        Map.entry(
                                OWN + " gateway.networking.k8s.io/httproutes",
                                "create delete get list patch update watch"),
                        Map.entry(OWN + " coordination.k8s.io/leases", "create delete get list patch update watch"));
        assertThat(operator.may(TENANT, "update", "callbackers.com", "callbackroutes"))
                .isFalse();
        assertThat(operator.may(TENANT, "create", "", "secrets")).isFalse();
        assertThat(operator.may(TENANT, "create", "networking.k8s.io", "ingresses"))
                .isFalse();
    }

    @Test
    void anOperatorOfSomeNamespacesReadsSecretsThereOnly() {
        // when
        var operator = Rights.of("callbackers-operator", Chart.rendered("namespaced"));

        // then
        assertThat(operator.may("shop", "get", "", "secrets")).isTrue();
        assertThat(operator.may("billing", "patch", "callbackers.com", "callbackroutes/status"))
                .isTrue();
        assertThat(operator.may("other", "get", "", "secrets")).isFalse();
        assertThat(operator.may("other", "list", "callbackers.com", "callbackroutes"))
                .isFalse();
        assertThat(operator.granted())
                .filteredOn(right -> right.getKey().startsWith("*"))
                .containsOnly(Map.entry("* /namespaces", "get list watch"));
    }

    @Test
    void nobodyIsBoundToMoreWhereRightsAreGrantedByHand() {
        // when
        var manifests = Chart.rendered("production", "rbac.create=false");

        // then
        assertThat(Rights.of("callbackers-operator", manifests).granted()).isEmpty();
        assertThat(Rights.of("callbackers-worker", manifests).granted()).isEmpty();
    }

    @Test
    void kubernetesOwnRolesKnowTheResources() {
        // when
        var manifests = Chart.rendered("production");

        // then
        var view = manifests.the(ClusterRole.class, OWN + "-callbackers-view");
        var edit = manifests.the(ClusterRole.class, OWN + "-callbackers-edit");
        assertThat(view.getMetadata().getLabels())
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-view", "true")
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-edit", "true")
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-admin", "true");
        assertThat(view.getRules()).flatExtracting(rule -> rule.getVerbs()).containsExactly("get", "list", "watch");
        assertThat(edit.getMetadata().getLabels())
                .doesNotContainKey("rbac.authorization.k8s.io/aggregate-to-view")
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-edit", "true")
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-admin", "true");
        assertThat(edit.getRules())
                .flatExtracting(rule -> rule.getResources())
                .containsExactly("callbackroutes", "callbackdestinations");
    }
}
