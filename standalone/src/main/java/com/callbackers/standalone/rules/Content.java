package com.callbackers.standalone.rules;

import com.callbackers.compiler.Problem;
import com.callbackers.compiler.Reason;
import com.callbackers.compiler.ResourceFile;
import com.callbackers.folder.ResourceFolder.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the folder holds.
 *
 * @param documents in the order in which they are handed over: what is referred to comes first
 * @param troubles told that are not about one resource
 * @param unreadable files that hold nobody knows what; what came from them stays
 * @param whole false when the folder itself could not be read
 */
record Content(Map<Key, Document> documents, List<String> troubles, Set<String> unreadable, boolean whole) {

    static Content of(Listing listing) {
        var troubles = new ArrayList<>(listing.troubles());
        var documents = new LinkedHashMap<Key, Document>();
        for (var file : listing.files()) {
            troubles.addAll(file.troubles());
        }
        Stream.of(
                        listing.files().stream().flatMap(Content::secrets),
                        listing.files().stream().flatMap(Content::destinations),
                        listing.files().stream().flatMap(Content::routes))
                .flatMap(each -> each)
                .forEach(document -> putFirst(document, documents, troubles));
        var unreadable = listing.files().stream()
                .filter(file -> !file.whole())
                .map(ResourceFile::name)
                .collect(Collectors.toUnmodifiableSet());
        return new Content(
                documents, List.copyOf(troubles), unreadable, listing.troubles().isEmpty());
    }

    private static Stream<Document> secrets(ResourceFile file) {
        return file.secrets().stream().map(read -> Document.of(read, file.name()));
    }

    private static Stream<Document> destinations(ResourceFile file) {
        return file.destinations().stream().map(read -> Document.of(read, file.name()));
    }

    private static Stream<Document> routes(ResourceFile file) {
        return file.routes().stream().map(read -> Document.of(read, file.name()));
    }

    private static void putFirst(Document document, Map<Key, Document> documents, List<String> troubles) {
        if (documents.putIfAbsent(document.key(), document) != null) {
            troubles.add(document.tell(new Problem(
                    Reason.INVALID_SPEC, "metadata.name", document.key() + " is there already; each name once")));
        }
    }

    /** Whether a resource that was handed over from a file is surely no longer in the folder. */
    boolean lacks(Key key, String file) {
        return whole && !documents.containsKey(key) && !unreadable.contains(file);
    }
}
