package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.callbackers.helm.Rights.Right;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kubernetes itself says an account of the chart may do. */
@Tag("kubernetes")
class AccountsIT {

    private static final List<String> NAMESPACES = List.of(Chart.NAMESPACE, "shop");
    private static final List<String> VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
    private static final List<String> RESOURCES = List.of(
            "/secrets",
            "/configmaps",
            "/pods",
            "/namespaces",
            "/events",
            "events.k8s.io/events",
            "apps/deployments",
            "coordination.k8s.io/leases",
            "networking.k8s.io/ingresses",
            "gateway.networking.k8s.io/httproutes",
            "rbac.authorization.k8s.io/clusterroles",
            "callbackers.com/callbackroutes",
            "callbackers.com/callbackroutes/status",
            "callbackers.com/callbackdestinations",
            "callbackers.com/callbackdestinations/status");

    private static Cluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void install(@TempDir Path folder) throws IOException {
        cluster = Cluster.start(folder);
        client = cluster.client();
        assumeThat(may("nobody", new Right("shop", "delete", "", "secrets")))
                .as("a Kubernetes API that lets everybody do everything")
                .isFalse();
        new Helm(Chart.FOLDER)
                .install()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .createNamespace()
                .withKubeConfig(cluster.kubeconfig())
                .withValuesFile(Chart.values("gateway"))
                .call();
    }

    @AfterAll
    static void uninstall() {
        Helm.uninstall(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(cluster.kubeconfig())
                .ignoreNotFound()
                .call();
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "worker", "operator", "console"})
    void anAccountMayDoWhatItsRolesSayAndNothingElse(String component) {
        // given
        var account = Chart.RELEASE + "-" + component;
        var reckoned = Rights.of(account, Chart.rendered("gateway"));

        // when
        var allowed = every().filter(right -> may(account, right)).collect(Collectors.toSet());

        // then
        assertThat(allowed).isEqualTo(expected(reckoned));
    }

    private static Set<Right> expected(Rights reckoned) {
        return every().filter(it -> reckoned.may(it.namespace(), it.verb(), it.group(), it.resource()))
                .collect(Collectors.toSet());
    }

    private static Stream<Right> every() {
        return NAMESPACES.stream().flatMap(namespace -> RESOURCES.stream().flatMap(resource -> VERBS.stream()
                .map(verb -> new Right(
                        namespace,
                        verb,
                        resource.substring(0, resource.indexOf('/')),
                        resource.substring(resource.indexOf('/') + 1)))));
    }

    private static boolean may(String account, Right right) {
        var resource = right.resource();
        var slash = resource.indexOf('/');
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + Chart.NAMESPACE + ":" + account)
                .withNewResourceAttributes()
                .withNamespace(right.namespace())
                .withVerb(right.verb())
                .withGroup(right.group())
                .withResource(slash < 0 ? resource : resource.substring(0, slash))
                .withSubresource(slash < 0 ? "" : resource.substring(slash + 1))
                .endResourceAttributes()
                .endSpec()
                .build();
        return client.authorization()
                .v1()
                .subjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }
}
