/** CEL, and text with CEL between double braces. */
@NullMarked
package com.callbackers.expression;

import org.jspecify.annotations.NullMarked;
