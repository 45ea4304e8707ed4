package com.callbackers.localkube.store;

import java.util.List;

/** Objects as of one version of the store. */
public record Listed(List<Stored> objects, long resourceVersion) {}
