/** A real Postgres and an AMQP broker that start within this process' reach and need no installation. */
@NullMarked
package com.callbackers.embedded;

import org.jspecify.annotations.NullMarked;
