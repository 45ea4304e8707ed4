/** Turns the resources into routes at work. */
@NullMarked
package com.callbackers.operator;

import org.jspecify.annotations.NullMarked;
