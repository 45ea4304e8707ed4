/** The server: requests in, answers and streams out. */
@NullMarked
package com.callbackers.localkube.http;

import org.jspecify.annotations.NullMarked;
