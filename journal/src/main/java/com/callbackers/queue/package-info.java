/** Messages: hints that there is work, which may all be lost, and whole callbacks while the database is away. */
@NullMarked
package com.callbackers.queue;

import org.jspecify.annotations.NullMarked;
