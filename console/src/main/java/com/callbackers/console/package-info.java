/** The API to look at callbacks, and to send them again. */
@NullMarked
package com.callbackers.console;

import org.jspecify.annotations.NullMarked;
