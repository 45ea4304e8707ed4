package com.callbackers.localkube.rendering;

import com.callbackers.localkube.refusal.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The form that an answer is asked for in, from the request's {@code Accept}. */
public enum Form {
    WHOLE,
    METADATA,
    TABLE;

    /**
     * @throws RefusedException when none of what is asked for can be given
     */
    public static Form of(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return WHOLE;
        }
        for (var range : ranges(accept)) {
            var type = range.getFirst();
            if (!type.equals("application/json") && !type.equals("*/*") && !type.equals("application/*")) {
                continue;
            }
            var as = parameter(range, "as");
            if (as == null) {
                return WHOLE;
            }
            if (as.equals("table") && isMetaV1(range)) {
                return TABLE;
            }
            if (as.startsWith("partialobjectmetadata") && isMetaV1(range)) {
                return METADATA;
            }
        }
        throw RefusedException.notAcceptable(
                "only the following media types are accepted: application/json, also as Table and as PartialObjectMetadata");
    }

    private static boolean isMetaV1(List<String> range) {
        return "meta.k8s.io".equals(parameter(range, "g")) && "v1".equals(parameter(range, "v"));
    }

    private static List<List<String>> ranges(String accept) {
        var ranges = new ArrayList<List<String>>();
        for (var range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            ranges.add(List.of(range.split(";", -1)).stream().map(String::strip).toList());
        }
        return ranges;
    }

    private static @Nullable String parameter(List<String> range, String name) {
        return range.stream()
                .filter(part -> part.startsWith(name + "="))
                .map(part -> part.substring(name.length() + 1))
                .findFirst()
                .orElse(null);
    }
}
