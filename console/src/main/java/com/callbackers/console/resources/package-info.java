/** Routes and destinations as resources: to be read, and to be saved where nobody else keeps them. */
@NullMarked
package com.callbackers.console.resources;

import org.jspecify.annotations.NullMarked;
