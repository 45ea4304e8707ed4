/** Images as the build leaves them, and the training of their AOT caches. */
@NullMarked
package com.callbackers.images;

import org.jspecify.annotations.NullMarked;
