package com.callbackers.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever starts and stops it is told. */
class UpIT {

    /** What it said and how it ended. */
    private record Ended(int status, String output) {}

    @TempDir
    Path folder;

    private Path routes = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void folders() throws Exception {
        routes = Files.createDirectory(folder.resolve("routes"));
        data = folder.resolve("data");
    }

    @Test
    void aSecondInstanceOnTheSameDataSaysSoAndTheFirstStopsWithoutAWord() throws Exception {
        try (var first = RunningStandalone.start(routes, data)) {
            // when
            var second = run("--routes=" + routes, "--data=" + data);
            var status = first.stop();

            // then
            assertThat(second)
                    .isEqualTo(new Ended(
                            2,
                            "Another instance is running on " + data
                                    + "; stop it, or choose another folder with --data.\n"));
            assertThat(status).isZero();
            assertThat(first.output()).endsWith("Stopping\nStopped\n");
        }
    }

    @Test
    void aPortInUseIsNamedWithItsFlag() throws Exception {
        // given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = taken.getLocalPort();

            // when
            var ended = run("--routes=" + routes, "--data=" + data, "--edge-port=" + port);

            // then
            assertThat(ended)
                    .isEqualTo(new Ended(
                            2,
                            "Port %d (--edge-port) is in use; stop what listens there, or choose another port with --edge-port.\n"
                                    .formatted(port)));
        }
    }

    @Test
    void aFolderOfRoutesThatIsNotThereIsNamed() throws Exception {
        // when
        var ended = run("--routes=" + folder.resolve("none"), "--data=" + data);

        // then
        assertThat(ended)
                .isEqualTo(new Ended(
                        2,
                        "There is no folder " + folder.resolve("none")
                                + "; name a folder of YAML files with --routes.\n"));
    }

    private static Ended run(String... flags) throws Exception {
        var command = RunningStandalone.command("up");
        command.addAll(List.of(flags));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(60, TimeUnit.SECONDS);
        return new Ended(process.exitValue(), output);
    }
}
