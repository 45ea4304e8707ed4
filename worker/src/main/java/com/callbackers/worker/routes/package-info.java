/** The routes that this worker acts by, and where they come from. */
@NullMarked
package com.callbackers.worker.routes;

import org.jspecify.annotations.NullMarked;
