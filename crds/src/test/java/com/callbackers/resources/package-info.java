@NullMarked
package com.callbackers.resources;

import org.jspecify.annotations.NullMarked;
