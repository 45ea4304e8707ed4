package com.callbackers.console.resources;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** A kind of ours, as a Kubernetes API knows it. */
enum Kind {
    ROUTE("CallbackRoute", "callbackroutes"),
    DESTINATION("CallbackDestination", "callbackdestinations");

    static final String API_VERSION = "callbackers.com/v1alpha1";

    private final String label;
    private final String plural;

    Kind(String label, String plural) {
        this.label = label;
        this.plural = plural;
    }

    String label() {
        return label;
    }

    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup("callbackers.com")
                .withVersion("v1alpha1")
                .withKind(label)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
