/** Sends requests to receivers, and only to addresses that tenants may reach. */
@NullMarked
package com.callbackers.worker.outbound;

import org.jspecify.annotations.NullMarked;
