/** The routes as resources, to be read. */
@NullMarked
package com.callbackers.console.routes;

import org.jspecify.annotations.NullMarked;
