package com.callbackers.console.resources;

import tools.jackson.databind.JsonNode;

/** Where routes and destinations are changed. Blocks. */
public interface ResourceStore {

    /**
     * Makes a route, or changes it to what is given.
     *
     * @param route with {@code metadata.generation} when it is a change of what was read at that generation
     */
    Saved save(JsonNode route);

    /** Lets the deliveries to a destination wait, or go on; the rest of it stays with whoever keeps it. */
    Saved suspend(String namespace, String destination, boolean suspended);
}
