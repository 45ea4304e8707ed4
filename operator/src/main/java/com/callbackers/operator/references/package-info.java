/** What routes and destinations refer to, and who refers to what. */
@NullMarked
package com.callbackers.operator.references;

import org.jspecify.annotations.NullMarked;
