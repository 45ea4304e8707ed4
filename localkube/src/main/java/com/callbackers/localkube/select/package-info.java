/** Label and field selectors. */
@NullMarked
package com.callbackers.localkube.select;

import org.jspecify.annotations.NullMarked;
