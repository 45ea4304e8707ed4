package com.callbackers.compiler;

import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;

/**
 * What a file of YAML documents holds.
 *
 * @param troubles what is wrong with the file and not with one resource, each told with its line
 * @param whole false when it cannot be told which resources the file holds
 */
public record ResourceFile(
        String name,
        List<Read<CallbackRoute>> routes,
        List<Read<CallbackDestination>> destinations,
        List<Read<Secret>> secrets,
        List<String> troubles,
        boolean whole) {

    public ResourceFile {
        routes = List.copyOf(routes);
        destinations = List.copyOf(destinations);
        secrets = List.copyOf(secrets);
        troubles = List.copyOf(troubles);
    }

    /** A file that could not be read at all. */
    public static ResourceFile unreadable(String name, String trouble) {
        return new ResourceFile(name, List.of(), List.of(), List.of(), List.of(name + ": " + trouble), false);
    }

    @Override
    public String toString() {
        return "ResourceFile[" + name + "]";
    }
}
