package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A callback as it is read; the columns are asked of a table that the query calls {@code c}. */
final class CallbackRow {

    static final String WITHOUT_BODY = """
            c.id, coalesce(c.size, octet_length(c.body)) as size, c.queued, c.method, c.host, c.path, c.query,
            c.remote_address, c.headers, c.replay::text as replay
            """;

    static final String WHOLE = WITHOUT_BODY + ", c.body";

    private CallbackRow() {}

    static Callback whole(Readable row) {
        return callback(row, headers(row), required(row, "body", byte[].class));
    }

    static Callback withoutHeadersAndBody(Readable row) {
        return callback(row, List.of(), new byte[0]);
    }

    static List<Header> headers(Readable row) {
        return HeaderBytes.headers(row.get("headers", byte[].class));
    }

    private static Callback callback(Readable row, List<Header> headers, byte[] body) {
        return new Callback(
                required(row, "id", UUID.class),
                required(row, "method", String.class),
                required(row, "host", String.class),
                required(row, "path", String.class),
                row.get("query", String.class),
                headers,
                body,
                required(row, "size", Long.class),
                required(row, "remote_address", String.class),
                required(row, "queued", Boolean.class) ? Durability.QUEUE : Durability.JOURNAL,
                ReplayJson.replay(row.get("replay", String.class)));
    }

    /** A column that is never null. */
    static <T> T required(Readable row, String column, Class<T> type) {
        @Nullable T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("No " + column + " in a row of the journal");
        }
        return value;
    }
}
