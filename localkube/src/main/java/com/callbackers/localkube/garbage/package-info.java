/** What goes with what is deleted. */
@NullMarked
package com.callbackers.localkube.garbage;

import org.jspecify.annotations.NullMarked;
