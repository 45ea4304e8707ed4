/** What the API says no with. */
@NullMarked
package com.callbackers.localkube.refusal;

import org.jspecify.annotations.NullMarked;
