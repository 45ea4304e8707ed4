package com.callbackers.operator.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Settings under one name; remembers which were asked for, so that the others can be told as unknown. */
final class SettingsNode {

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");

    private final String path;
    private final JsonNode tree;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<SettingsNode> children = new ArrayList<>();

    private SettingsNode(String path, JsonNode tree) {
        this.path = path;
        this.tree = tree;
        if (!tree.isMissingNode() && !tree.isNull() && !tree.isObject()) {
            throw new SettingsException((path.isEmpty() ? "the settings" : path) + " has to hold further settings");
        }
    }

    static SettingsNode root(JsonNode tree) {
        return new SettingsNode("", tree);
    }

    private JsonNode value(String name) {
        known.add(name);
        var value = tree.path(name);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    SettingsException wrong(String name, String rest) {
        return new SettingsException(at(name) + " " + rest);
    }

    SettingsNode child(String name) {
        var child = new SettingsNode(at(name), value(name));
        children.add(child);
        return child;
    }

    List<SettingsNode> children(String name) {
        var value = value(name);
        if (!value.isMissingNode() && !value.isArray()) {
            throw wrong(name, "has to be a list");
        }
        var items = new ArrayList<SettingsNode>();
        for (int i = 0; i < value.size(); i++) {
            items.add(new SettingsNode(at(name) + "[" + i + "]", value.get(i)));
        }
        children.addAll(items);
        return items;
    }

    String text(String name, String otherwise) {
        var value = value(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isValueNode()) {
            throw wrong(name, "has to be text");
        }
        return value.asText();
    }

    String text(String name, String otherwise, Pattern pattern, String example) {
        var text = text(name, otherwise);
        if (!pattern.matcher(text).matches()) {
            throw wrong(name, "is '" + text + "'; write it like " + example);
        }
        return text;
    }

    int number(String name, int otherwise, int least, int most) {
        var value = value(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
            throw wrong(name, "is " + value.asText() + "; use a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    boolean flag(String name, boolean otherwise) {
        var value = value(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong(name, "is " + value.asText() + "; use true or false");
        }
        return value.asBoolean(otherwise);
    }

    Duration duration(String name, Duration otherwise) {
        var text = text(name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        var parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw wrong(name, "is '" + text + "'; write it like 500ms, 15s or 2m");
        }
        var amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    <E extends Enum<E>> E choice(String name, E otherwise, E[] values, Function<E, String> label) {
        var text = text(name, label.apply(otherwise));
        var labels = new ArrayList<String>();
        for (var value : values) {
            if (label.apply(value).equals(text)) {
                return value;
            }
            labels.add(label.apply(value));
        }
        throw wrong(name, "is '" + text + "'; use one of " + String.join(", ", labels));
    }

    List<String> texts(String name) {
        var value = value(name);
        if (!value.isMissingNode() && !value.isArray()) {
            throw wrong(name, "has to be a list");
        }
        var texts = new ArrayList<String>();
        value.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    Map<String, String> map(String name) {
        var value = value(name);
        if (!value.isMissingNode() && !value.isObject()) {
            throw wrong(name, "has to hold names and values");
        }
        var map = new LinkedHashMap<String, String>();
        value.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    SettingsException missing(String name, String what) {
        return wrong(name, "is required: " + what);
    }

    /** Of all that lies below, once everything has been asked for. */
    void refuseUnknown() {
        tree.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw wrong(name, "is not a setting; known are " + String.join(", ", known));
            }
        });
        children.forEach(SettingsNode::refuseUnknown);
    }
}
