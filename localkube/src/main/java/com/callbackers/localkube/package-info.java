/** A Kubernetes API on this machine, for kubectl, Helm, operators and tests. */
@NullMarked
package com.callbackers.localkube;

import org.jspecify.annotations.NullMarked;
