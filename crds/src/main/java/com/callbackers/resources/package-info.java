/**
 * The custom resources, as users write them. The Kubernetes client passes over fields it does not know, as those of a
 * later version; what users give us is read by the compiler's reader, which does not.
 */
@NullMarked
package com.callbackers.resources;

import org.jspecify.annotations.NullMarked;
