package com.callbackers.worker.routes;

/**
 * A route's resource with its status.
 *
 * @param name namespace/name
 * @param json holds no secret
 */
public record RouteResource(String name, String json) {}
