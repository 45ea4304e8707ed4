/** Callbackers as processes of their own on one machine: a database, a broker, edges, workers, an operator. */
@NullMarked
package com.callbackers.bench.house;

import org.jspecify.annotations.NullMarked;
