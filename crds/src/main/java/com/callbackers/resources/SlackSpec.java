package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A message to a Slack incoming webhook.
 *
 * @param text a template, as are username, iconEmoji and channel
 * @param blocks CEL that gives the list of blocks
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SlackSpec(
        @Nullable SecretKeyRef webhookUrlSecretRef,
        @Nullable DestinationRef destinationRef,
        @Nullable String text,
        @Nullable String blocks,
        @Nullable String username,
        @Nullable String iconEmoji,
        @Nullable String channel) {}
