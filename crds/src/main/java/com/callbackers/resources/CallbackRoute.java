package com.callbackers.resources;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The hosts that a tenant claims, and what happens to the callbacks that arrive there. */
@Group("callbackers.com")
@Version("v1alpha1")
@Plural("callbackroutes")
@ShortNames("cbroute")
public class CallbackRoute extends CustomResource<CallbackRouteSpec, CallbackRouteStatus> implements Namespaced {}
