/** Hints that there is work: messages carry ids only, and may all be lost. */
@NullMarked
package com.callbackers.queue;

import org.jspecify.annotations.NullMarked;
