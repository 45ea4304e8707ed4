/** The structural schemas of custom resources. */
@NullMarked
package com.callbackers.localkube.schema;

import org.jspecify.annotations.NullMarked;
