/** What becomes of a CallbackDestination. */
@NullMarked
package com.callbackers.operator.destinations;

import org.jspecify.annotations.NullMarked;
