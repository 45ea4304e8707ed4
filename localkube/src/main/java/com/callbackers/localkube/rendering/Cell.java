package com.callbackers.localkube.rendering;

import com.fasterxml.jackson.databind.JsonNode;

/** What a column shows of an object. */
@FunctionalInterface
interface Cell {

    JsonNode of(JsonNode object, Ages ages);
}
