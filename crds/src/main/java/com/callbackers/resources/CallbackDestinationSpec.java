package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param type Slack or Http; the field of that name says more
 * @param suspend deliveries wait, nothing is lost
 * @param rate none: one a second for Slack, no limit for Http
 * @param concurrency requests in flight from one worker; default 10
 * @param retry default for the actions that point here
 * @param allowedNamespaces whose routes may point here beside those of its own namespace; {@code *}: all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CallbackDestinationSpec(
        @Nullable String type,
        @Nullable SlackDestination slack,
        @Nullable HttpDestination http,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean suspend,
        @Nullable RateSpec rate,
        @Nullable Integer concurrency,
        @Nullable RetrySpec retry,
        @Nullable BreakerSpec breaker,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> allowedNamespaces) {

    public CallbackDestinationSpec {
        allowedNamespaces = Absent.orEmpty(allowedNamespaces);
    }

    /** Whether routes of a namespace other than its own may point here. */
    public boolean allows(String namespace) {
        return allowedNamespaces.contains("*") || allowedNamespaces.contains(namespace);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record SlackDestination(@Nullable SecretKeyRef webhookUrlSecretRef) {}

    /** @param headers set on each request, by name */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record HttpDestination(
            @Nullable String url,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> headers,
            @Nullable SignSpec sign,
            @Nullable AuthSpec auth) {

        public HttpDestination {
            headers = Absent.orEmpty(headers);
        }
    }

    /**
     * @param type Basic (username and a secret password), Bearer (a secret token) or ApiKey (a header and a secret key)
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record AuthSpec(
            @Nullable String type,
            @Nullable String username,
            @Nullable String header,
            @Nullable SecretKeyRef secretRef) {}

    /** @param burst how many may go at once after a pause; default 1 */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RateSpec(
            @Nullable Double perSecond, @Nullable Integer burst) {}

    /**
     * @param failures within the window that open the breaker; default 10
     * @param window default 5m
     * @param probeEvery how often an open breaker lets one delivery try; default 30s
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record BreakerSpec(
            @Nullable Integer failures,
            @Nullable String window,
            @Nullable String probeEvery) {}
}
