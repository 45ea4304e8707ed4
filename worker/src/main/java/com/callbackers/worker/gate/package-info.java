/** What each destination takes: its pace, how many requests at once, and whether it is worth asking at all. */
@NullMarked
package com.callbackers.worker.gate;

import org.jspecify.annotations.NullMarked;
