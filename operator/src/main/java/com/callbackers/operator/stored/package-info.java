/** Routes and destinations as the API holds them, whatever is in them. */
@NullMarked
package com.callbackers.operator.stored;

import org.jspecify.annotations.NullMarked;
