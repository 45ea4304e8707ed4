/** Proving who sent a callback, and proving to a receiver that we did. */
@NullMarked
package com.callbackers.signature;

import org.jspecify.annotations.NullMarked;
