/** Objects by name, their versions and their changes. */
@NullMarked
package com.callbackers.localkube.store;

import org.jspecify.annotations.NullMarked;
