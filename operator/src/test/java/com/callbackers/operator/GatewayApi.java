package com.callbackers.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** HTTPRoutes as an API knows them where the Gateway API is installed, without the details. */
final class GatewayApi {

    private static final String HTTP_ROUTES = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: httproutes.gateway.networking.k8s.io
              annotations: {api-approved.kubernetes.io: "https://github.com/kubernetes-sigs/gateway-api/pull/2997"}
            spec:
              group: gateway.networking.k8s.io
              names: {kind: HTTPRoute, listKind: HTTPRouteList, plural: httproutes, singular: httproute}
              scope: Namespaced
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    x-kubernetes-preserve-unknown-fields: true
            """;

    private GatewayApi() {}

    static void install(KubernetesClient client) {
        client.load(new ByteArrayInputStream(HTTP_ROUTES.getBytes(StandardCharsets.UTF_8)))
                .resources()
                .forEach(kind -> kind.fieldManager("test").forceConflicts().serverSideApply());
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("httproutes.gateway.networking.k8s.io")
                .waitUntilCondition(
                        kind -> kind != null
                                && kind.getStatus() != null
                                && kind.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Established")
                                                        && condition.getStatus().equals("True")),
                        10,
                        TimeUnit.SECONDS);
    }
}
