package com.callbackers.localkube.fields;

import com.callbackers.localkube.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fields of an object, as a tree of steps: {@code f:spec}, {@code k:{"name":"web"}} (a list item by its keys), {@code v:"x"} (a list item by
 * its value). That is how {@code metadata.managedFields} writes them.
 */
final class FieldSet {

    private static final String SELF = ".";

    private final Map<String, FieldSet> children = new TreeMap<>();
    private boolean member;

    static FieldSet read(JsonNode fieldsV1) {
        var set = new FieldSet();
        for (var entry : fieldsV1.properties()) {
            if (entry.getKey().equals(SELF)) {
                set.member = true;
            } else {
                set.children.put(entry.getKey(), read(entry.getValue()));
            }
        }
        set.member |= set.children.isEmpty();
        return set;
    }

    ObjectNode write() {
        var tree = Json.object();
        if (member && !children.isEmpty()) {
            tree.putObject(SELF);
        }
        children.forEach((step, child) -> tree.set(step, child.write()));
        return tree;
    }

    FieldSet child(String step) {
        return children.computeIfAbsent(step, s -> new FieldSet());
    }

    void add() {
        member = true;
    }

    boolean isEmpty() {
        return !member && children.values().stream().allMatch(FieldSet::isEmpty);
    }

    boolean has() {
        return member;
    }

    /** The fields beneath a step. */
    FieldSet at(String step) {
        var child = children.get(step);
        return child == null ? new FieldSet() : child;
    }

    FieldSet union(FieldSet other) {
        var union = new FieldSet();
        union.member = member || other.member;
        children.forEach((step, child) -> union.children.put(step, child.union(other.at(step))));
        other.children.forEach((step, child) -> union.children.putIfAbsent(step, child.union(new FieldSet())));
        return union;
    }

    FieldSet intersection(FieldSet other) {
        var common = new FieldSet();
        common.member = member && other.member;
        children.forEach((step, child) -> common.put(step, child.intersection(other.at(step))));
        return common;
    }

    /** Without exactly those fields. */
    FieldSet minus(FieldSet other) {
        var rest = new FieldSet();
        rest.member = member && !other.member;
        children.forEach((step, child) -> rest.put(step, child.minus(other.at(step))));
        return rest;
    }

    /** Without those fields and all beneath them. */
    FieldSet without(FieldSet other) {
        if (other.member) {
            return new FieldSet();
        }
        var rest = new FieldSet();
        rest.member = member;
        children.forEach((step, child) -> rest.put(step, child.without(other.at(step))));
        return rest;
    }

    private void put(String step, FieldSet child) {
        if (!child.isEmpty()) {
            children.put(step, child);
        }
    }

    /** As people read them: {@code .spec.ports[port=80,protocol="TCP"].name}. */
    List<String> paths() {
        var paths = new ArrayList<String>();
        collect("", paths);
        return paths;
    }

    private void collect(String path, List<String> paths) {
        if (member) {
            paths.add(path);
        }
        children.forEach((step, child) -> child.collect(path + Steps.readable(step), paths));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSet set && set.member == member && set.children.equals(children);
    }

    @Override
    public int hashCode() {
        return children.hashCode() * 2 + (member ? 1 : 0);
    }

    @Override
    public String toString() {
        return paths().toString();
    }
}
