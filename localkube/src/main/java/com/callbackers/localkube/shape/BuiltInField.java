package com.callbackers.localkube.shape;

import com.callbackers.localkube.shape.Shape.Listing;
import java.util.Optional;

/**
 * A field of a built-in type.
 *
 * @param number in protobuf; of a field that stands in a message of its own there, {@code 2.1}
 * @param omitsZero whether a zero stands for nothing, as protobuf has it in messages and JSON has not
 * @param patchKey as {@link Shape#patchKey}
 * @param retainKeys whether a patch made for it names the only keys that stay
 */
public record BuiltInField(
        String name,
        String number,
        TypeRef type,
        boolean required,
        boolean omitsZero,
        boolean atomic,
        Listing listing,
        Optional<String> patchKey,
        boolean retainKeys,
        String description) {}
