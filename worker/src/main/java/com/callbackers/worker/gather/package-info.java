/** Does together what comes at the same time. */
@NullMarked
package com.callbackers.worker.gather;

import org.jspecify.annotations.NullMarked;
