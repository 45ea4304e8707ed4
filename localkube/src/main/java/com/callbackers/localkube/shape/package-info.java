/** What objects are made of: how their lists merge, which fields they have. */
@NullMarked
package com.callbackers.localkube.shape;

import org.jspecify.annotations.NullMarked;
