package com.callbackers.resources;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A place that several routes send to, with its secret, pace and health. */
@Group("callbackers.com")
@Version("v1alpha1")
@Plural("callbackdestinations")
@ShortNames("cbdest")
public class CallbackDestination extends CustomResource<CallbackDestinationSpec, CallbackDestinationStatus>
        implements Namespaced {}
