package com.callbackers.console.pages;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.login.Access;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.result.view.Rendering;

/** What every list shows: its filters, its rows, and the way to the rest of them. */
final class ListView {

    private ListView() {}

    /**
     * @param states that can be filtered by
     * @param next where the rest begins; null when there is none
     */
    static Rendering.Builder<?> of(
            String view,
            Access access,
            MultiValueMap<String, String> query,
            List<?> states,
            List<?> items,
            @Nullable UUID next) {
        return Rendering.view(view)
                .modelAttribute("access", access)
                .modelAttribute("items", items)
                .modelAttribute("states", states)
                .modelAttribute("query", query.toSingleValueMap())
                .modelAttribute("filters", Links.filters(query))
                .modelAttribute("next", next == null ? "" : Links.next(query, Parameters.cursor(next)));
    }
}
