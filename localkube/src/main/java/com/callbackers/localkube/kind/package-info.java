/** The kinds that are served: built-in ones, and those of custom resource definitions. */
@NullMarked
package com.callbackers.localkube.kind;

import org.jspecify.annotations.NullMarked;
