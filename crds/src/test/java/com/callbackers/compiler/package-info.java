@NullMarked
package com.callbackers.compiler;

import org.jspecify.annotations.NullMarked;
