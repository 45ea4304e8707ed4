package com.callbackers.localkube.rendering;

import com.callbackers.localkube.kind.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The columns that kubectl's users know of the built-in kinds. */
final class BuiltInColumns {

    private static final String NONE = "<none>";

    private BuiltInColumns() {}

    static List<TableColumn> of(Kind kind) {
        var columns = new ArrayList<TableColumn>();
        if (!kind.name().equals("Event")) {
            columns.add(Columns.NAME);
        }
        columns.addAll(between(kind));
        if (!columns.contains(Columns.AGE) && !ENDS_WITHOUT_AGE.contains(kind.name())) {
            columns.add(Columns.AGE);
        }
        columns.addAll(wide(kind));
        return columns;
    }

    private static final List<String> ENDS_WITHOUT_AGE =
            List.of("Event", "CustomResourceDefinition", "Role", "ClusterRole");

    private static List<TableColumn> between(Kind kind) {
        return switch (kind.name()) {
            case "ConfigMap" ->
                List.of(number(
                        "Data",
                        o -> o.path("data").size() + o.path("binaryData").size()));
            case "Secret" ->
                List.of(path("Type", "type"), number("Data", o -> o.path("data").size()));
            case "Namespace" -> List.of(path("Status", "status", "phase"));
            case "Pod" ->
                List.of(
                        text(
                                "Ready",
                                o -> ready(o) + "/"
                                        + o.path("spec").path("containers").size()),
                        text("Status", BuiltInColumns::podStatus),
                        text("Restarts", o -> Integer.toString(restarts(o))));
            case "Deployment" ->
                List.of(
                        text(
                                "Ready",
                                o -> count(o, "readyReplicas") + "/"
                                        + o.path("spec").path("replicas").asInt(1)),
                        text("Up-to-date", o -> count(o, "updatedReplicas")),
                        text("Available", o -> count(o, "availableReplicas")));
            case "StatefulSet" ->
                List.of(text(
                        "Ready",
                        o -> count(o, "readyReplicas") + "/"
                                + o.path("spec").path("replicas").asInt(1)));
            case "ReplicaSet" ->
                List.of(
                        number("Desired", o -> o.path("spec").path("replicas").asInt(1)),
                        number("Current", o -> o.path("status").path("replicas").asInt()),
                        number(
                                "Ready",
                                o -> o.path("status").path("readyReplicas").asInt()));
            case "Service" ->
                List.of(
                        path("Type", "spec", "type"),
                        path("Cluster-IP", "spec", "clusterIP"),
                        text("External-IP", BuiltInColumns::externalAddress),
                        text("Port(s)", BuiltInColumns::ports));
            case "Ingress" ->
                List.of(
                        path("Class", "spec", "ingressClassName"),
                        text(
                                "Hosts",
                                o -> join(
                                        o.path("spec").path("rules"),
                                        r -> r.path("host").asText("*"),
                                        "*")),
                        text("Address", BuiltInColumns::address),
                        text("Ports", o -> o.path("spec").path("tls").isEmpty() ? "80" : "80, 443"));
            case "NetworkPolicy" ->
                List.of(text(
                        "Pod-Selector",
                        o -> labels(o.path("spec").path("podSelector").path("matchLabels"))));
            case "PodDisruptionBudget" ->
                List.of(
                        path("Min Available", "spec", "minAvailable"),
                        path("Max Unavailable", "spec", "maxUnavailable"),
                        number(
                                "Allowed Disruptions",
                                o -> o.path("status").path("disruptionsAllowed").asInt()));
            case "HorizontalPodAutoscaler" ->
                List.of(
                        text(
                                "Reference",
                                o -> o.path("spec")
                                                .path("scaleTargetRef")
                                                .path("kind")
                                                .asText() + "/"
                                        + o.path("spec")
                                                .path("scaleTargetRef")
                                                .path("name")
                                                .asText()),
                        path("MinPods", "spec", "minReplicas"),
                        path("MaxPods", "spec", "maxReplicas"),
                        number(
                                "Replicas",
                                o -> o.path("status").path("currentReplicas").asInt()));
            case "Job" ->
                List.of(
                        text("Status", BuiltInColumns::jobStatus),
                        text(
                                "Completions",
                                o -> o.path("status").path("succeeded").asInt() + "/"
                                        + o.path("spec").path("completions").asInt(1)));
            case "CronJob" ->
                List.of(
                        path("Schedule", "spec", "schedule"),
                        text("Suspend", o -> o.path("spec").path("suspend").asBoolean() ? "True" : "False"),
                        number("Active", o -> o.path("status").path("active").size()));
            case "Lease" -> List.of(path("Holder", "spec", "holderIdentity"));
            case "ServiceAccount" ->
                List.of(number("Secrets", o -> o.path("secrets").size()));
            case "PersistentVolumeClaim" ->
                List.of(
                        path("Status", "status", "phase"),
                        path("Volume", "spec", "volumeName"),
                        path("Capacity", "status", "capacity", "storage"),
                        path("StorageClass", "spec", "storageClassName"));
            case "PriorityClass" ->
                List.of(
                        path("Value", "value"),
                        text("Global-Default", o -> o.path("globalDefault").asBoolean() ? "true" : "false"));
            case "RoleBinding", "ClusterRoleBinding" ->
                List.of(text(
                        "Role",
                        o -> o.path("roleRef").path("kind").asText() + "/"
                                + o.path("roleRef").path("name").asText()));
            case "Role", "ClusterRole", "CustomResourceDefinition" ->
                List.of(path("Created At", "metadata", "creationTimestamp"));
            case "IngressClass" -> List.of(path("Controller", "spec", "controller"));
            case "Event" ->
                List.of(
                        TableColumn.of("Last Seen", "string", (o, ages) -> ages.since(lastSeen(o))),
                        path("Type", "type"),
                        path("Reason", "reason"),
                        text(
                                "Object",
                                o -> either(o, "involvedObject", "regarding")
                                                .path("kind")
                                                .asText()
                                                .toLowerCase(java.util.Locale.ROOT)
                                        + "/"
                                        + either(o, "involvedObject", "regarding")
                                                .path("name")
                                                .asText()),
                        text(
                                "Message",
                                o -> either(o, "message", "note").asText().strip()));
            default -> List.of();
        };
    }

    private static List<TableColumn> wide(Kind kind) {
        return switch (kind.name()) {
            case "Pod" ->
                List.of(
                        path("IP", "status", "podIP").wide(),
                        path("Node", "spec", "nodeName").wide());
            case "StatefulSet" -> containers();
            case "Deployment", "ReplicaSet", "DaemonSet" -> {
                var columns = new ArrayList<>(containers());
                columns.add(text(
                                "Selector",
                                o -> labels(o.path("spec").path("selector").path("matchLabels")))
                        .wide());
                yield columns;
            }
            case "Service" ->
                List.of(text("Selector", o -> labels(o.path("spec").path("selector")))
                        .wide());
            default -> List.of();
        };
    }

    private static List<TableColumn> containers() {
        Function<JsonNode, JsonNode> containers =
                o -> o.path("spec").path("template").path("spec").path("containers");
        return List.of(
                text(
                                "Containers",
                                o -> join(
                                        containers.apply(o), c -> c.path("name").asText(), ""))
                        .wide(),
                text(
                                "Images",
                                o -> join(
                                        containers.apply(o),
                                        c -> c.path("image").asText(),
                                        ""))
                        .wide());
    }

    private static TableColumn path(String name, String... path) {
        return TableColumn.of(name, "string", (object, ages) -> {
            var node = object;
            for (var step : path) {
                node = node.path(step);
            }
            return node.isMissingNode() || node.isNull() ? TextNode.valueOf(NONE) : TextNode.valueOf(node.asText());
        });
    }

    private static TableColumn text(String name, Function<JsonNode, String> text) {
        return TableColumn.of(name, "string", (object, ages) -> TextNode.valueOf(text.apply(object)));
    }

    private static TableColumn number(String name, Function<JsonNode, Integer> number) {
        return TableColumn.of(name, "integer", (object, ages) -> IntNode.valueOf(number.apply(object)));
    }

    private static String count(JsonNode object, String name) {
        return Integer.toString(object.path("status").path(name).asInt());
    }

    private static long ready(JsonNode pod) {
        return StreamSupport.stream(pod.path("status").path("containerStatuses").spliterator(), false)
                .filter(status -> status.path("ready").asBoolean())
                .count();
    }

    private static int restarts(JsonNode pod) {
        int restarts = 0;
        for (var status : pod.path("status").path("containerStatuses")) {
            restarts += status.path("restartCount").asInt();
        }
        return restarts;
    }

    private static String podStatus(JsonNode pod) {
        return pod.path("metadata").has("deletionTimestamp")
                ? "Terminating"
                : pod.path("status").path("phase").asText("Unknown");
    }

    private static String jobStatus(JsonNode job) {
        for (var condition : job.path("status").path("conditions")) {
            if (condition.path("status").asText().equals("True")) {
                return condition.path("type").asText();
            }
        }
        return "Running";
    }

    private static String externalAddress(JsonNode service) {
        if (service.path("spec").path("type").asText().equals("ExternalName")) {
            return service.path("spec").path("externalName").asText();
        }
        return service.path("spec").path("type").asText().equals("LoadBalancer") ? "<pending>" : NONE;
    }

    private static String ports(JsonNode service) {
        return join(
                service.path("spec").path("ports"),
                port -> port.path("port").asText() + "/" + port.path("protocol").asText("TCP"),
                NONE);
    }

    private static String address(JsonNode ingress) {
        return join(
                ingress.path("status").path("loadBalancer").path("ingress"),
                point -> point.path("ip").asText(point.path("hostname").asText()),
                "");
    }

    private static JsonNode lastSeen(JsonNode event) {
        for (var node : List.of(
                event.path("series").path("lastObservedTime"),
                either(event, "lastTimestamp", "deprecatedLastTimestamp"),
                event.path("eventTime"))) {
            if (node.isTextual()) {
                return node;
            }
        }
        return event.path("metadata").path("creationTimestamp");
    }

    private static JsonNode either(JsonNode object, String name, String other) {
        return object.has(name) ? object.path(name) : object.path(other);
    }

    private static String labels(JsonNode labels) {
        if (labels.isEmpty()) {
            return NONE;
        }
        return labels.properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .collect(Collectors.joining(","));
    }

    private static String join(JsonNode list, Function<JsonNode, String> text, String empty) {
        return list.isEmpty()
                ? empty
                : StreamSupport.stream(list.spliterator(), false).map(text).collect(Collectors.joining(","));
    }
}
