package com.callbackers.localkube.testing;

import com.callbackers.localkube.LocalKube;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Kubernetes API that tests are about, one for all of a process: a {@link LocalKube}; with the profile
 * {@code kube-api} a real kube-apiserver, started for it; or the one whose kubeconfig
 * {@code CALLBACKERS_TEST_KUBECONFIG} names.
 */
public final class KubernetesApi {

    private static final String GIVEN = System.getenv().getOrDefault("CALLBACKERS_TEST_KUBECONFIG", "");
    private static final boolean REAL_ONE = Boolean.getBoolean("callbackers.kube-api");

    private KubernetesApi() {}

    public static boolean isLocal() {
        return GIVEN.isEmpty() && !REAL_ONE;
    }

    /** Starts it when first asked. */
    public static Config config() {
        return Config.fromKubeconfig(kubeconfig());
    }

    public static String kubeconfig() {
        return Started.KUBECONFIG;
    }

    private static final class Started {

        static final String KUBECONFIG = start();

        private static String start() {
            if (!GIVEN.isEmpty()) {
                return read(Path.of(GIVEN));
            }
            if (REAL_ONE) {
                return startRealOne();
            }
            var local = LocalKube.start(LocalKube.Settings.inMemory());
            beforeTheEnd(local::close);
            return local.kubeconfig();
        }

        private static String startRealOne() {
            var server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                    // It asks for the machine's route to the world otherwise; nobody goes there.
                    .withApiServerFlag("--advertise-address", "192.0.2.1")
                    .build());
            server.start();
            beforeTheEnd(server::stop);
            return server.getKubeConfigYaml();
        }

        private static void beforeTheEnd(Runnable stop) {
            Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop-kubernetes"));
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
