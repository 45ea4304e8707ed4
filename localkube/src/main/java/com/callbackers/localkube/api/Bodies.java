package com.callbackers.localkube.api;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.json.Json.MalformedException;
import com.callbackers.localkube.protobuf.ProtobufBody;
import com.callbackers.localkube.refusal.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads the bodies of requests. */
final class Bodies {

    private Bodies() {}

    static JsonNode read(ApiRequest request) {
        if (request.body().length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return switch (request.contentType()) {
                case "application/yaml", "application/apply-patch+yaml", "text/yaml" -> Json.parseYaml(request.body());
                case "",
                        "application/json",
                        "*/*",
                        "application/merge-patch+json",
                        "application/strategic-merge-patch+json",
                        "application/json-patch+json",
                        "text/plain" -> Json.parse(request.body());
                case "application/vnd.kubernetes.protobuf" -> protobuf(request);
                default ->
                    throw RefusedException.unsupportedMediaType(
                            "the body of the request was in an unknown format - accepted media types include: "
                                    + "application/json, application/yaml");
            };
        } catch (MalformedException e) {
            throw RefusedException.badRequest("the request's body cannot be read: " + e.getMessage());
        }
    }

    private static ObjectNode protobuf(ApiRequest request) {
        try {
            return ProtobufBody.read(request.body());
        } catch (IllegalArgumentException e) {
            throw RefusedException.unsupportedMediaType("the protobuf of the request's body cannot be read: "
                    + e.getMessage() + "; send it as application/json");
        }
    }

    static ObjectNode object(ApiRequest request) {
        if (read(request) instanceof ObjectNode object) {
            return object;
        }
        throw RefusedException.badRequest("the request's body is not an object");
    }
}
