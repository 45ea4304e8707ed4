/** Health and metrics. */
@NullMarked
package com.callbackers.operator.management;

import org.jspecify.annotations.NullMarked;
