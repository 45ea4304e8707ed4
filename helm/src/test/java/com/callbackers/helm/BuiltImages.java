package com.callbackers.helm;

import com.callbackers.images.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Images on nothing, so that no registry is asked for the base. */
final class BuiltImages {

    private static final int PATIENCE_MINUTES = 8;

    private BuiltImages() {}

    /** @param applications by their names, with commas */
    static void build(String applications) throws IOException, InterruptedException {
        var log = Files.createTempFile("callbackers-build", ".log");
        // Maven builds the other modules of it again only where their sources have changed.
        var process = new ProcessBuilder(
                        Chart.ROOT.resolve("mvnw").toString(),
                        "-B",
                        "-q",
                        "-Pimages",
                        "-pl",
                        applications,
                        "-am",
                        "verify",
                        "-DskipTests",
                        "-Dspotless.check.skip",
                        "-Dimage.base=scratch")
                .directory(Chart.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new AssertionError(Files.readString(log));
        }
        Files.delete(log);
    }

    static Image unpack(String application, Path folder) throws IOException, InterruptedException {
        return Image.unpack(Chart.ROOT.resolve(application).resolve("target/jib-image.tar"), folder);
    }
}
