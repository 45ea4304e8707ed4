package com.callbackers.compiler;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the names that resources give. */
final class Names {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private final Findings findings;

    Names(Findings findings) {
        this.findings = findings;
    }

    /** Of a sender, rule or action. */
    void part(@Nullable String name, Field field, Set<String> seen) {
        if (!findings.present(name, field, "a name, to tell it from the others")) {
            return;
        }
        if (name != null && !PART.matcher(name).matches()) {
            findings.invalid(
                    field, "'" + name + "' is not a name; use up to 63 letters, digits, dashes, dots and underscores");
        }
        findings.unique(name, seen, field);
    }

    /** The whole host, or null when a problem was found. */
    @Nullable
    String host(@Nullable String text, String baseDomain, Field field) {
        if (!findings.present(text, field, "a host") || text == null) {
            return null;
        }
        var name = text.toLowerCase(Locale.ROOT);
        for (var label : name.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                findings.invalid(
                        field,
                        "'" + text + "' is not a host; use a label like mingkyme or a whole name like "
                                + "hooks.example.com, without scheme, port and path");
                return null;
            }
        }
        if (NUMBERS.matcher(name).matches() && name.contains(".")) {
            findings.invalid(field, "'" + text + "' is an address; a host is a name");
            return null;
        }
        if (name.equals(baseDomain) && name.contains(".")) {
            findings.add(
                    Reason.HOST_NOT_PERMITTED, field, "'" + text + "' is the base domain, which no tenant may claim");
            return null;
        }
        var whole = name.contains(".") ? name : name + "." + baseDomain;
        if (whole.length() > 253) {
            findings.invalid(field, "'" + whole + "' is longer than the 253 characters a host may have");
            return null;
        }
        return whole;
    }

    /** Whose routes may use a destination; an asterisk stands for all. */
    void namespaces(List<String> namespaces, Field field) {
        findings.atMost(Sizes.NAMESPACES, namespaces, field);
        var seen = new HashSet<String>();
        for (int i = 0; i < namespaces.size(); i++) {
            var name = namespaces.get(i);
            if (!name.equals("*") && !namespace(name)) {
                findings.invalid(field.at(i), "'" + name + "' is not a namespace; write its whole name, or * for all");
            }
            findings.unique(name, seen, field.at(i));
        }
    }

    static boolean namespace(String name) {
        return LABEL.matcher(name).matches();
    }

    /** Of a resource. */
    static boolean resource(String name) {
        if (name.length() > 253) {
            return false;
        }
        for (var label : name.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }
}
