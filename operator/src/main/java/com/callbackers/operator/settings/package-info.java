/** What can be set of the operator. */
@NullMarked
package com.callbackers.operator.settings;

import org.jspecify.annotations.NullMarked;
