/** What is remembered: every callback, delivery and attempt, and what is still due. */
@NullMarked
package com.callbackers.journal;

import org.jspecify.annotations.NullMarked;
