/** The forms that objects are answered in: whole, as metadata only, as a table. */
@NullMarked
package com.callbackers.localkube.rendering;

import org.jspecify.annotations.NullMarked;
