/** Finds the route that decides, and the action that a delivery was planned for. */
@NullMarked
package com.callbackers.worker.lookup;

import org.jspecify.annotations.NullMarked;
