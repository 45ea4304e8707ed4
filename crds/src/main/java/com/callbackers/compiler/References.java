package com.callbackers.compiler;

import com.callbackers.resources.CallbackDestination;
import java.util.Optional;

/** What resources may refer to. */
public interface References {

    SecretValue secret(String namespace, String name, String key);

    Optional<CallbackDestination> destination(String namespace, String name);

    /** What was found where a reference points. */
    sealed interface SecretValue {

        record Found(String value) implements SecretValue {

            @Override
            public String toString() {
                return "Found[•••]";
            }
        }

        record NoSecret() implements SecretValue {}

        record NoKey() implements SecretValue {}
    }
}
