package com.callbackers.localkube.shape;

import com.callbackers.localkube.shape.Shape.Listing;
import java.util.Optional;

/**
 * A field of a built-in type.
 *
 * @param number in protobuf; of a field that stands in a message of its own there, {@code 2.1}
 * @param patchKey as {@link Shape#patchKey}
 */
public record BuiltInField(
        String name,
        String number,
        TypeRef type,
        boolean required,
        boolean atomic,
        Listing listing,
        Optional<String> patchKey,
        String description) {}
