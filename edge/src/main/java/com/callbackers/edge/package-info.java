/** Takes every request in, writes it down, and only then answers. */
@NullMarked
package com.callbackers.edge;

import org.jspecify.annotations.NullMarked;
