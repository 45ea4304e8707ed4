/** What becomes of a CallbackRoute. */
@NullMarked
package com.callbackers.operator.routes;

import org.jspecify.annotations.NullMarked;
