/** From resource to route, or the reasons why not. */
@NullMarked
package com.callbackers.compiler;

import org.jspecify.annotations.NullMarked;
