package com.callbackers.worker.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.callbackers.worker.routes.RouteSettings.Kubernetes;
import com.callbackers.worker.routes.RouteSettings.Origin;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteSettingsTest {

    private static RouteSettings.Source source(Origin origin, Kubernetes kubernetes) {
        return new RouteSettings.Source(origin, "/routes", Duration.ofSeconds(1), kubernetes);
    }

    @Test
    void aMissingNamespaceStopsTheStartWithASentence() {
        assertThatThrownBy(() -> source(Origin.KUBERNETES, new Kubernetes("", "worker-0", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("callbackers.routes.kubernetes.namespace has to name the namespace of the compiled routes "
                        + "(in a Pod, set POD_NAMESPACE from metadata.namespace), not ''");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Worker", "worker_0", "-worker"})
    void aPodNameThatIsNoneStopsTheStartWithASentence(String name) {
        assertThatThrownBy(() -> source(Origin.KUBERNETES, new Kubernetes("callbackers-system", name, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("callbackers.routes.kubernetes.pod-name has to name this worker's Pod "
                        + "(in a Pod, set POD_NAME from metadata.name), not '" + name + "'");
    }

    @Test
    void aFolderNeedsNoKubernetes() {
        assertThat(source(Origin.FOLDER, new Kubernetes("", "", "")).path()).hasToString("/routes");
    }
}
