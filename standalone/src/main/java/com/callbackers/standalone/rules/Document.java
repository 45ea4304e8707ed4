package com.callbackers.standalone.rules;

import com.callbackers.compiler.Places;
import com.callbackers.compiler.Problem;
import com.callbackers.compiler.Read;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A resource of the folder; may be a Secret.
 *
 * @param problems why it cannot be handed over
 */
record Document(Key key, HasMetadata resource, String file, Places places, List<Problem> problems) {

    static Document of(Read<? extends HasMetadata> read, String file) {
        return new Document(Key.of(read.resource()), read.resource(), file, read.places(), read.problems());
    }

    /** With its place in the file. */
    String tell(Problem problem) {
        return places.tell(problem);
    }

    /** The same for the same content, wherever in the file it stands. */
    String hash() {
        try {
            var text = Serialization.asJson(resource).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "Document[" + key + " of " + file + "]";
    }
}
