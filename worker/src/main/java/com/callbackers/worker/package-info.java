/** Decides what becomes of callbacks and delivers it. */
@NullMarked
package com.callbackers.worker;

import org.jspecify.annotations.NullMarked;
