@NullMarked
package com.callbackers.localkube.schema;

import org.jspecify.annotations.NullMarked;
