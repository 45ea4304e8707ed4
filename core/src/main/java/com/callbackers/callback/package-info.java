/** A request that somebody sent, and where it stands. */
@NullMarked
package com.callbackers.callback;

import org.jspecify.annotations.NullMarked;
