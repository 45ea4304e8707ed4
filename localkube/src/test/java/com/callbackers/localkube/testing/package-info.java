@NullMarked
package com.callbackers.localkube.testing;

import org.jspecify.annotations.NullMarked;
