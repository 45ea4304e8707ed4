@NullMarked
package com.callbackers.localkube;

import org.jspecify.annotations.NullMarked;
