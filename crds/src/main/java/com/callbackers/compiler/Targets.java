package com.callbackers.compiler;

import com.callbackers.callback.Header;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackDestinationSpec;
import com.callbackers.resources.CallbackDestinationSpec.AuthSpec;
import com.callbackers.resources.CallbackDestinationSpec.BreakerSpec;
import com.callbackers.resources.CallbackDestinationSpec.HttpDestination;
import com.callbackers.resources.CallbackDestinationSpec.RateSpec;
import com.callbackers.resources.SecretKeyRef;
import com.callbackers.resources.SignSpec;
import com.callbackers.route.Target;
import com.callbackers.route.Target.Limits;
import com.callbackers.signature.StandardWebhooksSigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what a resource says about a receiver into a target, secrets included. */
final class Targets {

    private enum Auth {
        BASIC,
        BEARER,
        API_KEY
    }

    private static final Duration DAY = Duration.ofDays(1);

    private final String namespace;
    private final Findings findings;
    private final Secrets secrets;
    private final HttpNames http;

    Targets(String namespace, References references, Findings findings) {
        this.namespace = namespace;
        this.findings = findings;
        this.secrets = new Secrets(namespace, references, findings);
        this.http = new HttpNames(findings);
    }

    /** A destination as the actions that point to it need it. */
    record Destination(Target target, RetryPolicy retry) {}

    /** A destination's own, null when a problem was found. */
    @Nullable
    Destination destination(CallbackDestination resource) {
        var spec = resource.getSpec();
        if (spec == null) {
            findings.invalid(Field.SPEC, "is required: type, and what the type needs");
            return null;
        }
        var kind = findings.choice(spec.type(), Field.SPEC.at("type"), DestinationKind.BY_LABEL);
        var limits = limits(spec, kind == DestinationKind.SLACK ? Limits.SLACK : Limits.HTTP);
        var retry = new Retries(findings).over(RetryPolicy.DEFAULT, spec.retry(), Field.SPEC.at("retry"));
        new Names(findings).namespaces(spec.allowedNamespaces(), Field.SPEC.at("allowedNamespaces"));
        if (kind == null) {
            return null;
        }
        var name = resource.getMetadata().getName();
        var target =
                switch (kind) {
                    case SLACK -> slack(spec, name, limits);
                    case HTTP -> http(spec, name, limits);
                };
        return target == null ? null : new Destination(target, retry);
    }

    /** The Slack webhook that a secret names. */
    @Nullable
    Target webhook(SecretKeyRef ref, Field field) {
        return webhook(ref, field, "secret " + ref.name() + "/" + ref.key(), false, Limits.SLACK);
    }

    /** A URL as it stands in an action. */
    @Nullable
    Target url(String url, @Nullable SignSpec sign, Field parent) {
        var signing = signing(sign, parent.at("sign"));
        if (!usable(url, parent.at("url"))) {
            return null;
        }
        return target(HttpNames.origin(url), url, List.of(), signing, false, Limits.HTTP, Set.of());
    }

    /** The same target, signing as the action says. */
    Target signed(Target target, SignSpec sign, Field field) {
        var signing = signing(sign, field);
        var all = new LinkedHashSet<>(target.secrets());
        all.addAll(signing);
        return new Target(
                target.label(),
                target.key(),
                target.url(),
                target.headers(),
                signer(signing),
                target.suspended(),
                target.limits(),
                Set.copyOf(all));
    }

    private @Nullable Target slack(CallbackDestinationSpec spec, String name, Limits limits) {
        if (spec.http() != null) {
            findings.invalid(Field.SPEC.at("http"), "does not belong to type Slack; leave it out");
        }
        var slack = spec.slack();
        var field = Field.SPEC.at("slack");
        if (slack == null) {
            findings.invalid(field, "is required for type Slack: webhookUrlSecretRef");
            return null;
        }
        return webhook(slack.webhookUrlSecretRef(), field.at("webhookUrlSecretRef"), name, spec.suspend(), limits);
    }

    private @Nullable Target webhook(
            @Nullable SecretKeyRef ref, Field field, String label, boolean suspended, Limits limits) {
        var url = secrets.value(ref, field);
        if (url == null) {
            return null;
        }
        var trouble = HttpNames.trouble(url);
        if (trouble != null) {
            findings.invalid(field, "the secret's value " + trouble);
            return null;
        }
        return target(label, url, List.of(), List.of(), suspended, limits, Set.of(url));
    }

    private @Nullable Target http(CallbackDestinationSpec spec, String name, Limits limits) {
        if (spec.slack() != null) {
            findings.invalid(Field.SPEC.at("slack"), "does not belong to type Http; leave it out");
        }
        var given = spec.http();
        var field = Field.SPEC.at("http");
        if (given == null) {
            findings.invalid(field, "is required for type Http: url");
            return null;
        }
        var headers = headers(given, field.at("headers"));
        var confidential = new LinkedHashSet<String>();
        if (given.auth() != null) {
            headers.addAll(credentials(given.auth(), field.at("auth"), confidential));
        }
        var signing = signing(given.sign(), field.at("sign"));
        var url = given.url();
        if (url == null) {
            findings.invalid(field.at("url"), "is required: where to send to");
            return null;
        }
        if (!usable(url, field.at("url"))) {
            return null;
        }
        return target(name, url, headers, signing, spec.suspend(), limits, confidential);
    }

    private List<Header> headers(HttpDestination given, Field field) {
        findings.atMost(Sizes.HEADERS, List.copyOf(given.headers().keySet()), field);
        var headers = new ArrayList<Header>();
        given.headers().forEach((name, value) -> {
            findings.atMost(Sizes.HEADER_VALUE, value, field.at(name));
            http.settableHeader(name, field.at(name));
            http.headerValue(value, field.at(name));
            headers.add(new Header(name, value == null ? "" : value));
        });
        return headers;
    }

    private List<Header> credentials(AuthSpec auth, Field field, Set<String> confidential) {
        var allowed = new LinkedHashMap<String, Auth>();
        allowed.put("Basic", Auth.BASIC);
        allowed.put("Bearer", Auth.BEARER);
        allowed.put("ApiKey", Auth.API_KEY);
        var kind = findings.choice(auth.type(), field.at("type"), allowed);
        var secret = secrets.value(auth.secretRef(), field.at("secretRef"));
        if (kind != Auth.BASIC && kind != null && auth.username() != null) {
            findings.invalid(field.at("username"), "does not belong to type " + auth.type() + "; leave it out");
        }
        if (kind != Auth.API_KEY && kind != null && auth.header() != null) {
            findings.invalid(field.at("header"), "does not belong to type " + auth.type() + "; leave it out");
        }
        var username = auth.username();
        if (kind == Auth.BASIC && findings.present(username, field.at("username"), "whom the password is of")) {
            findings.atMost(Sizes.VALUE, username, field.at("username"));
            http.headerValue(username, field.at("username"));
        }
        var header = auth.header();
        if (kind == Auth.API_KEY) {
            http.settableHeader(header == null ? "" : header, field.at("header"));
        }
        if (secret == null || kind == null) {
            return List.of();
        }
        if (!secret.chars().allMatch(c -> c >= ' ' && c < 0x7F) && kind != Auth.BASIC) {
            findings.invalid(field.at("secretRef"), "the secret's value holds characters that no header may hold");
            return List.of();
        }
        confidential.add(secret);
        return switch (kind) {
            case BASIC -> {
                var pair =
                        Base64.getEncoder().encodeToString((username + ":" + secret).getBytes(StandardCharsets.UTF_8));
                confidential.add(pair);
                yield authorization("Basic " + pair, confidential);
            }
            case BEARER -> authorization("Bearer " + secret, confidential);
            case API_KEY -> List.of(new Header(header == null ? "" : header, secret));
        };
    }

    private static List<Header> authorization(String value, Set<String> confidential) {
        confidential.add(value);
        return List.of(new Header("authorization", value));
    }

    private List<String> signing(@Nullable SignSpec sign, Field field) {
        return sign == null ? List.of() : secrets.values(sign.secretRef(), sign.secretRefs(), field);
    }

    private boolean usable(String url, Field field) {
        findings.atMost(Sizes.URL, url, field);
        var trouble = HttpNames.trouble(url);
        if (trouble == null) {
            return true;
        }
        findings.invalid(field, trouble);
        return false;
    }

    private Target target(
            String label,
            String url,
            List<Header> headers,
            List<String> signing,
            boolean suspended,
            Limits limits,
            Set<String> confidential) {
        var all = new LinkedHashSet<>(confidential);
        all.addAll(signing);
        return new Target(
                label,
                namespace + "/" + label,
                url,
                List.copyOf(headers),
                signer(signing),
                suspended,
                limits,
                Set.copyOf(all));
    }

    private static @Nullable StandardWebhooksSigner signer(List<String> signing) {
        return signing.isEmpty() ? null : new StandardWebhooksSigner(signing);
    }

    private Limits limits(CallbackDestinationSpec spec, Limits otherwise) {
        var rate = spec.rate() == null ? new RateSpec(null, null) : spec.rate();
        var breaker = spec.breaker() == null ? new BreakerSpec(null, null, null) : spec.breaker();
        var inBreaker = Field.SPEC.at("breaker");
        if (spec.rate() != null && rate.perSecond() == null && otherwise.perSecond() == null) {
            findings.invalid(Field.SPEC.at("rate").at("perSecond"), "is required: how many requests a second");
        }
        return new Limits(
                perSecond(rate, otherwise),
                findings.within(
                        rate.burst(),
                        1,
                        10_000,
                        otherwise.burst(),
                        Field.SPEC.at("rate").at("burst")),
                findings.within(spec.concurrency(), 1, 1_000, otherwise.concurrency(), Field.SPEC.at("concurrency")),
                findings.within(breaker.failures(), 1, 10_000, otherwise.breakerFailures(), inBreaker.at("failures")),
                Durations.read(breaker.window(), DAY, otherwise.breakerWindow(), inBreaker.at("window"), findings),
                Durations.read(
                        breaker.probeEvery(), DAY, otherwise.probeEvery(), inBreaker.at("probeEvery"), findings));
    }

    private @Nullable Double perSecond(RateSpec rate, Limits otherwise) {
        var given = rate.perSecond();
        if (given == null) {
            return otherwise.perSecond();
        }
        return findings.within(
                given, 0.001, 10_000.0, given, Field.SPEC.at("rate").at("perSecond"));
    }

    /** What a destination is. */
    enum DestinationKind {
        SLACK,
        HTTP;

        static final Map<String, DestinationKind> BY_LABEL = ordered();

        private static Map<String, DestinationKind> ordered() {
            var kinds = new LinkedHashMap<String, DestinationKind>();
            kinds.put("Slack", SLACK);
            kinds.put("Http", HTTP);
            return kinds;
        }
    }
}
