/** Tells all workers what is due. */
@NullMarked
package com.callbackers.worker.announce;

import org.jspecify.annotations.NullMarked;
