/** Paths and verbs: from a request to its answer. */
@NullMarked
package com.callbackers.localkube.api;

import org.jspecify.annotations.NullMarked;
