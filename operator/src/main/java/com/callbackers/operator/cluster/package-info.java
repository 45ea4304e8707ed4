/** The cluster as the operator sees and writes it. */
@NullMarked
package com.callbackers.operator.cluster;

import org.jspecify.annotations.NullMarked;
