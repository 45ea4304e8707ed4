package com.callbackers.helm;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What bindings and roles together let an account do. */
record Rights(Set<Right> rights) {

    private static final String EVERYWHERE = "*";

    record Right(String namespace, String verb, String group, String resource) {}

    static Rights of(String account, Manifests manifests) {
        var rights = new HashSet<Right>();
        for (var binding : manifests.all(ClusterRoleBinding.class)) {
            if (names(binding.getSubjects(), account)) {
                add(
                        rights,
                        EVERYWHERE,
                        manifests
                                .the(ClusterRole.class, binding.getRoleRef().getName())
                                .getRules());
            }
        }
        for (var binding : manifests.all(RoleBinding.class)) {
            if (names(binding.getSubjects(), account)) {
                var namespace = binding.getMetadata().getNamespace();
                var role = manifests.all(Role.class).stream()
                        .filter(it -> it.getMetadata().getNamespace().equals(namespace))
                        .filter(it -> it.getMetadata()
                                .getName()
                                .equals(binding.getRoleRef().getName()))
                        .findFirst()
                        .orElseThrow();
                add(rights, namespace, role.getRules());
            }
        }
        return new Rights(Set.copyOf(rights));
    }

    private static boolean names(List<Subject> subjects, String account) {
        return subjects.stream()
                .anyMatch(it -> it.getKind().equals("ServiceAccount")
                        && it.getNamespace().equals(Chart.NAMESPACE)
                        && it.getName().equals(account));
    }

    private static void add(Set<Right> rights, String namespace, List<PolicyRule> rules) {
        for (var rule : rules) {
            for (var group : rule.getApiGroups()) {
                for (var resource : rule.getResources()) {
                    rule.getVerbs().forEach(verb -> rights.add(new Right(namespace, verb, group, resource)));
                }
            }
        }
    }

    boolean may(String namespace, String verb, String group, String resource) {
        return rights.contains(new Right(namespace, verb, group, resource))
                || rights.contains(new Right(EVERYWHERE, verb, group, resource));
    }

    /** All of it: {@code namespace group/resource} and the verbs. */
    Set<Map.Entry<String, String>> granted() {
        var granted = new TreeMap<String, Set<String>>();
        for (var right : rights) {
            granted.computeIfAbsent(
                            "%s %s/%s".formatted(right.namespace(), right.group(), right.resource()),
                            key -> new TreeSet<>())
                    .add(right.verb());
        }
        var lines = new TreeMap<String, String>();
        granted.forEach((key, verbs) -> lines.put(key, String.join(" ", verbs)));
        return lines.entrySet();
    }
}
