@NullMarked
package com.callbackers.operator.settings;

import org.jspecify.annotations.NullMarked;
