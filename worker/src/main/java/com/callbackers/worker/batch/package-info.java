/** Batches of ids that are announced, and of rows that are written. */
@NullMarked
package com.callbackers.worker.batch;

import org.jspecify.annotations.NullMarked;
