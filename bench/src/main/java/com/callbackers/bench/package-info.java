/** Measures what the documents claim. */
@NullMarked
package com.callbackers.bench;

import org.jspecify.annotations.NullMarked;
