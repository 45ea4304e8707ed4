/** Reading and writing JSON trees. */
@NullMarked
package com.callbackers.localkube.json;

import org.jspecify.annotations.NullMarked;
