package com.callbackers.compiler;

import com.callbackers.resources.VerifySpec;
import com.callbackers.signature.Verification;
import com.callbackers.signature.Verification.Algorithm;
import com.callbackers.signature.Verification.Encoding;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles how a sender is proved. */
final class Verifications {

    private enum Kind {
        GITHUB("GitHub", "secretRef"),
        STRIPE("Stripe", "secretRef", "tolerance"),
        SLACK("Slack", "secretRef", "tolerance"),
        SHOPIFY("Shopify", "secretRef"),
        TWILIO("Twilio", "secretRef"),
        STANDARD_WEBHOOKS("StandardWebhooks", "secretRef", "secretRefs", "tolerance"),
        HMAC("HMAC", "secretRef", "header", "algorithm", "encoding", "prefix"),
        BASIC("Basic", "secretRef", "username"),
        BEARER("Bearer", "secretRef"),
        API_KEY("ApiKey", "secretRef", "header"),
        MTLS("MTLS", "header", "value");

        private static final Map<String, Kind> BY_LABEL = Choices.of(values(), kind -> kind.label);

        private final String label;
        private final String fields;

        Kind(String label, String... fields) {
            this.label = label;
            this.fields = " " + String.join(" ", fields) + " ";
        }

        boolean knows(String field) {
            return fields.contains(" " + field + " ");
        }
    }

    private static final Map<String, Algorithm> ALGORITHMS = Choices.of(Algorithm.values(), Algorithm::name);
    private static final Map<String, Encoding> ENCODINGS =
            Choices.of(Encoding.values(), encoding -> encoding == Encoding.HEX ? "Hex" : "Base64");

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Duration MOST_TOLERANCE = Duration.ofDays(1);

    private final Secrets secrets;
    private final Findings findings;
    private final HttpNames http;

    Verifications(Secrets secrets, Findings findings) {
        this.secrets = secrets;
        this.findings = findings;
        this.http = new HttpNames(findings);
    }

    @Nullable
    Verification compile(VerifySpec spec, Field field) {
        var kind = findings.choice(spec.type(), field.at("type"), Kind.BY_LABEL);
        if (kind == null) {
            return null;
        }
        foreign(spec, kind, field);
        var tolerance = Durations.read(spec.tolerance(), MOST_TOLERANCE, TOLERANCE, field.at("tolerance"), findings);
        return switch (kind) {
            case MTLS -> mtls(spec, field);
            case STANDARD_WEBHOOKS -> {
                var values = secrets.values(spec.secretRef(), spec.secretRefs(), field);
                yield values.isEmpty() ? null : Verification.standardWebhooks(values, tolerance);
            }
            case HMAC -> hmac(spec, field);
            case BASIC -> {
                var username = spec.username();
                findings.present(username, field.at("username"), "whom the password is of");
                findings.atMost(Sizes.VALUE, username, field.at("username"));
                var password = secrets.value(spec.secretRef(), field.at("secretRef"));
                yield username == null || password == null ? null : Verification.basic(username, password);
            }
            case API_KEY -> {
                var header = header(spec, field);
                var key = secrets.value(spec.secretRef(), field.at("secretRef"));
                yield header == null || key == null ? null : Verification.apiKey(header, key);
            }
            case GITHUB, STRIPE, SLACK, SHOPIFY, TWILIO, BEARER -> {
                var secret = secrets.value(spec.secretRef(), field.at("secretRef"));
                yield secret == null ? null : ofSecret(kind, secret, tolerance);
            }
        };
    }

    private static @Nullable Verification ofSecret(Kind kind, String secret, Duration tolerance) {
        return switch (kind) {
            case GITHUB -> Verification.gitHub(secret);
            case STRIPE -> Verification.stripe(secret, tolerance);
            case SLACK -> Verification.slack(secret, tolerance);
            case SHOPIFY -> Verification.shopify(secret);
            case TWILIO -> Verification.twilio(secret);
            case BEARER -> Verification.bearer(secret);
            case STANDARD_WEBHOOKS, HMAC, BASIC, API_KEY, MTLS -> null;
        };
    }

    private @Nullable Verification hmac(VerifySpec spec, Field field) {
        var header = header(spec, field);
        var algorithm = spec.algorithm() == null
                ? Algorithm.SHA256
                : findings.choice(spec.algorithm(), field.at("algorithm"), ALGORITHMS);
        var encoding = spec.encoding() == null
                ? Encoding.HEX
                : findings.choice(spec.encoding(), field.at("encoding"), ENCODINGS);
        findings.atMost(Sizes.PREFIX, spec.prefix(), field.at("prefix"));
        var secret = secrets.value(spec.secretRef(), field.at("secretRef"));
        if (header == null || algorithm == null || encoding == null || secret == null) {
            return null;
        }
        var prefix = spec.prefix() == null ? "" : spec.prefix();
        return Verification.hmac(header, algorithm, encoding, prefix, secret);
    }

    private @Nullable Verification mtls(VerifySpec spec, Field field) {
        var header = header(spec, field);
        var value = spec.value();
        findings.present(value, field.at("value"), "what the header has to say");
        findings.atMost(Sizes.VALUE, value, field.at("value"));
        return header == null || value == null || value.isBlank() ? null : Verification.mtls(header, value);
    }

    private @Nullable String header(VerifySpec spec, Field field) {
        return http.headerName(spec.header(), field.at("header")) ? spec.header() : null;
    }

    /** Fields that the type does not know are mistakes, and silence about them could be dangerous. */
    private void foreign(VerifySpec spec, Kind kind, Field field) {
        foreign(spec.secretRef(), "secretRef", kind, field);
        foreign(spec.secretRefs().isEmpty() ? null : spec.secretRefs(), "secretRefs", kind, field);
        foreign(spec.header(), "header", kind, field);
        foreign(spec.algorithm(), "algorithm", kind, field);
        foreign(spec.encoding(), "encoding", kind, field);
        foreign(spec.prefix(), "prefix", kind, field);
        foreign(spec.tolerance(), "tolerance", kind, field);
        foreign(spec.username(), "username", kind, field);
        foreign(spec.value(), "value", kind, field);
    }

    private void foreign(@Nullable Object value, String name, Kind kind, Field field) {
        if (value != null && !kind.knows(name)) {
            findings.invalid(field.at(name), "does not belong to type " + kind.label + "; leave it out");
        }
    }
}
