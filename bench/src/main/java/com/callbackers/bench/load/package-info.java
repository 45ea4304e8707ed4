/** Who sends callbacks, and who receives them. */
@NullMarked
package com.callbackers.bench.load;

import org.jspecify.annotations.NullMarked;
