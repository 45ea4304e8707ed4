/** Who owns which field of an object, and server-side apply. */
@NullMarked
package com.callbackers.localkube.fields;

import org.jspecify.annotations.NullMarked;
