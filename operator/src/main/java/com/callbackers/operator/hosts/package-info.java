/** Who may have which host, and who has it. */
@NullMarked
package com.callbackers.operator.hosts;

import org.jspecify.annotations.NullMarked;
