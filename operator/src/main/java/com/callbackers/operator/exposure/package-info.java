/** How requests for a host find the way to the edge. */
@NullMarked
package com.callbackers.operator.exposure;

import org.jspecify.annotations.NullMarked;
