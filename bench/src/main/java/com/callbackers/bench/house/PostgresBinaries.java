package com.callbackers.bench.house;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tukaani.xz.XZInputStream;

/** The programs of the PostgreSQL that comes along, which is of the version that the chart starts. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** @return the folder of the programs */
    static Path unpack(Path folder) {
        try {
            Files.createDirectories(folder);
            var tar = new ProcessBuilder("tar", "-x", "-C", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                            "Linux", System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64");
                    var plain = new XZInputStream(packed);
                    var into = tar.getOutputStream()) {
                plain.transferTo(into);
            }
            if (tar.waitFor() != 0) {
                throw new IllegalStateException("PostgreSQL could not be unpacked");
            }
            return folder.resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** In its own words. */
    static String version(Path programs) {
        try {
            var process = new ProcessBuilder(programs.resolve("postgres").toString(), "--version").start();
            try (var words = process.inputReader()) {
                return String.valueOf(words.readLine());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
