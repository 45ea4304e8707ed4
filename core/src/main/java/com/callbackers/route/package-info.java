/** A tenant's rules, and the decision they make about a callback. */
@NullMarked
package com.callbackers.route;

import org.jspecify.annotations.NullMarked;
