@NullMarked
package com.callbackers.fuzz;

import org.jspecify.annotations.NullMarked;
