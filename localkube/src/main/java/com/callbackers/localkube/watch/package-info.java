/** Following the changes of a resource. */
@NullMarked
package com.callbackers.localkube.watch;

import org.jspecify.annotations.NullMarked;
