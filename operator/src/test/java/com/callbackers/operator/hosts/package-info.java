@NullMarked
package com.callbackers.operator.hosts;

import org.jspecify.annotations.NullMarked;
