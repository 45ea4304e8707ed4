/** The fault ledger: what is sent, answered and delivered while something breaks. */
@NullMarked
package com.callbackers.bench.faults;

import org.jspecify.annotations.NullMarked;
