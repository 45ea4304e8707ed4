/** What is sent for a callback, what came of it, and what to do next. */
@NullMarked
package com.callbackers.delivery;

import org.jspecify.annotations.NullMarked;
