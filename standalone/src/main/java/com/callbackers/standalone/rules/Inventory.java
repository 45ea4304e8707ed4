package com.callbackers.standalone.rules;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was handed over from the folder, kept in the API: what has not changed since is left as it is there, so that
 * edits and deletions by hand stay; what is gone from the folder goes there too.
 */
final class Inventory {

    private static final String NAME = "rules-folder";
    private static final String DATA = "applied.json";

    private final KubernetesClient api;
    private final String namespace;
    private final Map<String, Entry> entries;
    private boolean changed;

    /** @param hash of the content that was handed over; of a Secret's too, so all of it is kept as one */
    record Entry(String hash, String file) {}

    private Inventory(KubernetesClient api, String namespace, Map<String, Entry> entries) {
        this.api = api;
        this.namespace = namespace;
        this.entries = entries;
    }

    static Inventory read(KubernetesClient api, String namespace) {
        var kept = api.secrets().inNamespace(namespace).withName(NAME).get();
        var entries = kept == null
                ? new TreeMap<String, Entry>()
                : Serialization.unmarshal(
                        new String(Base64.getDecoder().decode(kept.getData().get(DATA)), StandardCharsets.UTF_8),
                        new TypeReference<TreeMap<String, Entry>>() {});
        return new Inventory(api, namespace, entries);
    }

    boolean holds(Document document) {
        var entry = entries.get(document.key().toString());
        return entry != null && entry.hash().equals(document.hash());
    }

    void put(Document document) {
        entries.put(document.key().toString(), new Entry(document.hash(), document.file()));
        changed = true;
    }

    void remove(Key key) {
        entries.remove(key.toString());
        changed = true;
    }

    /** By resource. */
    Map<Key, Entry> entries() {
        var all = new LinkedHashMap<Key, Entry>();
        entries.forEach((key, entry) -> all.put(Key.parse(key), entry));
        return all;
    }

    void write() {
        if (!changed) {
            return;
        }
        var json = Serialization.asJson(entries).getBytes(StandardCharsets.UTF_8);
        api.secrets()
                .inNamespace(namespace)
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(namespace)
                        .endMetadata()
                        .addToData(DATA, Base64.getEncoder().encodeToString(json))
                        .build())
                .fieldManager(RulesFolder.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        changed = false;
    }
}
