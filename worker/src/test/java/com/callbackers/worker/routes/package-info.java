@NullMarked
package com.callbackers.worker.routes;

import org.jspecify.annotations.NullMarked;
