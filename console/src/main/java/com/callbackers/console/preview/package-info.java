/** What a route would do that is not saved yet. */
@NullMarked
package com.callbackers.console.preview;

import org.jspecify.annotations.NullMarked;
