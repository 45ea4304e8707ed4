/** JSON, merge and strategic merge patches. */
@NullMarked
package com.callbackers.localkube.patch;

import org.jspecify.annotations.NullMarked;
