package com.callbackers.operator.settings;

import com.callbackers.operator.settings.OperatorSettings.Delegation;
import com.callbackers.operator.settings.OperatorSettings.Exposure;
import com.callbackers.operator.settings.OperatorSettings.Hosts;
import com.callbackers.operator.settings.OperatorSettings.LeaderElection;
import com.callbackers.operator.settings.OperatorSettings.Mode;
import com.callbackers.operator.settings.OperatorSettings.Others;
import com.callbackers.operator.settings.OperatorSettings.Parent;
import com.callbackers.operator.settings.OperatorSettings.Tls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.regex.Pattern;

/** Reads the settings from YAML. Everything has a default; what is wrong or unknown is told by its name. */
public final class SettingsReader {

    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern URL = Pattern.compile("https?://\\S*\\{host\\}\\S*");
    private static final String WORKERS = "app.kubernetes.io/part-of=callbackers,app.kubernetes.io/component=worker";

    private SettingsReader() {}

    /** @param namespace that the operator runs in, unless the file says another one */
    public static OperatorSettings read(Path file, String namespace) {
        try {
            return read(Files.readString(file), namespace);
        } catch (IOException e) {
            throw new SettingsException("the file of settings " + file + " cannot be read");
        }
    }

    public static OperatorSettings read(String yaml, String namespace) {
        var root = SettingsNode.root(tree(yaml));
        var callbackers = root.child("callbackers");
        var operator = callbackers.child("operator");
        var settings = new OperatorSettings(
                callbackers.text("base-domain", "callbackers.com", DOMAIN, "callbackers.com"),
                callbackers.child("routes").text("url", "https://{host}", URL, "https://{host}"),
                namespace(operator, namespace),
                new LinkedHashSet<>(operator.texts("watch-namespaces")),
                operator.text("worker-selector", WORKERS),
                operator.map("labels"),
                operator.number("management-port", 8083, 0, 65_535),
                hosts(operator.child("hosts")),
                exposure(operator.child("exposure")),
                leaderElection(operator.child("leader-election")));
        root.refuseUnknown();
        return settings;
    }

    private static JsonNode tree(String yaml) {
        if (yaml.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return Serialization.unmarshal(yaml, JsonNode.class);
        } catch (RuntimeException e) {
            throw new SettingsException("the settings are not YAML: " + e.getMessage());
        }
    }

    private static String namespace(SettingsNode operator, String otherwise) {
        var namespace = operator.text("namespace", otherwise);
        if (namespace.isBlank()) {
            throw operator.missing("namespace", "where the operator keeps what it makes (or set POD_NAMESPACE)");
        }
        return namespace;
    }

    private static Hosts hosts(SettingsNode hosts) {
        var others = hosts.choice("others", Others.FIRST_COME, Others.values(), each -> switch (each) {
            case FIRST_COME -> "FirstCome";
            case NAMESPACE_NAME -> "NamespaceName";
            case NOBODY -> "Nobody";
        });
        var delegations = hosts.children("delegations").stream()
                .map(SettingsReader::delegation)
                .toList();
        return new Hosts(others, delegations);
    }

    private static Delegation delegation(SettingsNode delegation) {
        var hosts = delegation.texts("hosts");
        var namespaces = delegation.texts("namespaces");
        if (hosts.isEmpty()) {
            throw delegation.missing("hosts", "labels or whole names, such as shop or *.example.com");
        }
        if (namespaces.isEmpty()) {
            throw delegation.missing("namespaces", "whose the hosts are, such as shop or team-*");
        }
        return new Delegation(hosts, namespaces);
    }

    private static Exposure exposure(SettingsNode exposure) {
        var mode = exposure.choice("mode", Mode.INGRESS, Mode.values(), each -> switch (each) {
            case INGRESS -> "Ingress";
            case WILDCARD -> "Wildcard";
            case HTTP_ROUTE -> "HTTPRoute";
            case NONE -> "None";
        });
        var service = exposure.child("service");
        var ingress = exposure.child("ingress");
        var tls = ingress.choice("tls", Tls.PER_HOST, Tls.values(), each -> switch (each) {
            case PER_HOST -> "PerHost";
            case SHARED -> "Shared";
            case NONE -> "None";
        });
        var tlsSecret = ingress.text("tls-secret", "");
        if (tls == Tls.SHARED && tlsSecret.isBlank()) {
            throw ingress.missing("tls-secret", "the Secret with the certificate that all hosts share");
        }
        var gateway = exposure.child("gateway");
        var parents = gateway.children("parent-refs").stream()
                .map(SettingsReader::parent)
                .toList();
        if (mode == Mode.HTTP_ROUTE && parents.isEmpty()) {
            throw gateway.missing("parent-refs", "the Gateways that the routes attach to");
        }
        return new Exposure(
                mode,
                service.text("name", "callbackers-edge"),
                service.number("port", 80, 1, 65_535),
                exposure.map("annotations"),
                ingress.text("class-name", ""),
                tls,
                tlsSecret,
                parents);
    }

    private static Parent parent(SettingsNode parent) {
        var name = parent.text("name", "");
        if (name.isBlank()) {
            throw parent.missing("name", "a Gateway");
        }
        return new Parent(name, parent.text("namespace", ""), parent.text("section-name", ""));
    }

    private static LeaderElection leaderElection(SettingsNode election) {
        var settings = new LeaderElection(
                election.flag("enabled", true),
                election.text("lease-name", "callbackers-operator"),
                election.duration("lease-duration", Duration.ofSeconds(15)),
                election.duration("renew-deadline", Duration.ofSeconds(10)),
                election.duration("retry-period", Duration.ofSeconds(2)));
        if (settings.renewDeadline().compareTo(settings.leaseDuration()) >= 0) {
            throw election.wrong("renew-deadline", "has to be shorter than lease-duration");
        }
        if (settings.retryPeriod().compareTo(settings.renewDeadline()) >= 0) {
            throw election.wrong("retry-period", "has to be shorter than renew-deadline");
        }
        return settings;
    }
}
