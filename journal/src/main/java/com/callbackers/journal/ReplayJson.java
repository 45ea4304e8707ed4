package com.callbackers.journal;

import com.callbackers.callback.Replay;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A replay as the journal keeps it. */
final class ReplayJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ReplayJson() {}

    static @Nullable String of(@Nullable Replay replay) {
        return replay == null ? null : JSON.writeValueAsString(replay);
    }

    static @Nullable Replay replay(@Nullable String json) {
        return json == null ? null : JSON.readValue(json, Replay.class);
    }
}
