/** Brings callbacks that had to go to the queue into the journal. */
@NullMarked
package com.callbackers.worker.intake;

import org.jspecify.annotations.NullMarked;
