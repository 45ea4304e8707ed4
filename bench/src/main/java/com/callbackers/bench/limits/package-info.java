/** What could be reached at most: the parts underneath by themselves, and the edge as one would write it first. */
@NullMarked
package com.callbackers.bench.limits;

import org.jspecify.annotations.NullMarked;
