/** Conditions and events: how resources stand, told to their owners. */
@NullMarked
package com.callbackers.operator.status;

import org.jspecify.annotations.NullMarked;
