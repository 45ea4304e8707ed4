/** Decides what becomes of each callback. */
@NullMarked
package com.callbackers.worker.decide;

import org.jspecify.annotations.NullMarked;
