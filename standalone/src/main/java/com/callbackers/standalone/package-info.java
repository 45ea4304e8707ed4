/** Everything in one process, for a first look and for development. */
@NullMarked
package com.callbackers.standalone;

import org.jspecify.annotations.NullMarked;
