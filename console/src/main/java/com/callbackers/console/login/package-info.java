/** Who calls the console, and what they may do. */
@NullMarked
package com.callbackers.console.login;

import org.jspecify.annotations.NullMarked;
