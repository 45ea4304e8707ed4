package com.callbackers.localkube.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The whole lines of a file: bytes after the last line break are no line. */
final class Lines implements AutoCloseable {

    private final InputStream in;
    private int number;

    Lines(Path file) throws IOException {
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    byte @Nullable [] next() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                number++;
                return line.toByteArray();
            }
            line.write(b);
        }
        return null;
    }

    int number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
