package com.callbackers.localkube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;

/** A kind for tests. */
final class Widgets {

    static final ResourceDefinitionContext CONTEXT = new ResourceDefinitionContext.Builder()
            .withGroup("example.com")
            .withVersion("v1")
            .withKind("Widget")
            .withPlural("widgets")
            .withNamespaced(true)
            .build();

    private Widgets() {}

    static CustomResourceDefinition definition() {
        return Serialization.unmarshal("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.example.com}
                spec:
                  group: example.com
                  scope: Namespaced
                  names: {plural: widgets, kind: Widget, shortNames: [wd], categories: [things]}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: {status: {}}
                    additionalPrinterColumns:
                    - {name: Color, type: string, jsonPath: .spec.color}
                    - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
                    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
                    schema:
                      openAPIV3Schema:
                        type: object
                        description: Something to try things on.
                        required: [spec]
                        properties:
                          spec:
                            type: object
                            required: [color]
                            properties:
                              color: {type: string, enum: [red, green], description: What it looks like.}
                              size: {type: integer, default: 3, minimum: 1}
                              parts:
                                type: array
                                x-kubernetes-list-type: map
                                x-kubernetes-list-map-keys: [name]
                                items:
                                  type: object
                                  required: [name]
                                  properties:
                                    name: {type: string}
                                    count: {type: integer}
                            x-kubernetes-validations:
                            - {rule: self.size >= oldSelf.size, message: a widget does not shrink}
                          status:
                            type: object
                            x-kubernetes-preserve-unknown-fields: true
                """, CustomResourceDefinition.class);
    }

    static GenericKubernetesResource widget(String namespace, String name, String spec) {
        return Serialization.unmarshal(
                "apiVersion: example.com/v1\nkind: Widget\nmetadata: {namespace: " + namespace + ", name: " + name
                        + "}\nspec: " + spec,
                GenericKubernetesResource.class);
    }
}
