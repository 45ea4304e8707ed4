/** The chart, as Helm and Kubernetes see it. */
@NullMarked
package com.callbackers.helm;

import org.jspecify.annotations.NullMarked;
