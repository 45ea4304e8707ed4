/** Makes deliveries and records what came of them. */
@NullMarked
package com.callbackers.worker.deliver;

import org.jspecify.annotations.NullMarked;
