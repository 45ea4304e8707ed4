@NullMarked
package com.callbackers.operator.workers;

import org.jspecify.annotations.NullMarked;
