/** The custom resources, as users write them. */
@NullMarked
package com.callbackers.resources;

import org.jspecify.annotations.NullMarked;
