package com.callbackers.compiler;

import com.callbackers.resources.SecretKeyRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The secret values that one resource refers to; what is missing is a problem of the field that asks for it. */
final class Secrets {

    private final String namespace;
    private final References references;
    private final Findings findings;

    Secrets(String namespace, References references, Findings findings) {
        this.namespace = namespace;
        this.references = references;
        this.findings = findings;
    }

    /** Without the blanks around it, a line break at the end above all; null when a problem was found. */
    @Nullable
    String value(@Nullable SecretKeyRef ref, Field field) {
        if (ref == null) {
            findings.invalid(field, "is required: name and key of a Secret");
            return null;
        }
        var name = ref.name();
        var key = ref.key();
        var named = findings.present(name, field.at("name"), "the name of a Secret");
        var keyed = findings.present(key, field.at("key"), "a key of the Secret");
        if (!named || !keyed || name == null || key == null) {
            return null;
        }
        return switch (references.secret(namespace, name, key)) {
            case References.SecretValue.Found found -> usable(found.value(), ref, field);
            case References.SecretValue.NoSecret n -> {
                findings.add(Reason.SECRET_NOT_FOUND, field, "there is no Secret " + told(name));
                yield null;
            }
            case References.SecretValue.NoKey n -> {
                findings.add(Reason.SECRET_KEY_NOT_FOUND, field, "Secret " + told(name) + " has no key '" + key + "'");
                yield null;
            }
        };
    }

    private @Nullable String usable(String value, SecretKeyRef ref, Field field) {
        // The second is what remains of a Standard Webhooks secret whose key was forgotten.
        if (value.isBlank() || value.strip().equals("whsec_")) {
            findings.add(
                    Reason.SECRET_KEY_NOT_FOUND,
                    field,
                    "key '" + ref.key() + "' of Secret " + told(String.valueOf(ref.name())) + " is empty");
            return null;
        }
        return value.strip();
    }

    /** Of {@code secretRef}, or of {@code secretRefs}: one of them has to be given. */
    List<String> values(@Nullable SecretKeyRef one, List<SecretKeyRef> several, Field parent) {
        if (one != null && !several.isEmpty()) {
            findings.invalid(parent, "has both secretRef and secretRefs; give one of them");
            return List.of();
        }
        if (several.isEmpty()) {
            var value = value(one, parent.at("secretRef"));
            return value == null ? List.of() : List.of(value);
        }
        findings.atMost(Sizes.SECRETS, several, parent.at("secretRefs"));
        var values = new ArrayList<String>();
        for (int i = 0; i < several.size(); i++) {
            var value = value(several.get(i), parent.at("secretRefs").at(i));
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private String told(String name) {
        return "'" + name + "' in namespace " + namespace;
    }
}
