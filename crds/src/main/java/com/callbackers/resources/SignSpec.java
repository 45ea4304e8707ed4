package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs what is sent, as Standard Webhooks does.
 *
 * @param secretRefs in place of secretRef, while secrets are rotated: the newest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SignSpec(
        @Nullable SecretKeyRef secretRef,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SecretKeyRef> secretRefs) {

    public SignSpec {
        secretRefs = Absent.orEmpty(secretRefs);
    }
}
