/** The OpenAPI documents, a group version each, that kubectl explains, validates and patches by. */
@NullMarked
package com.callbackers.localkube.openapi;

import org.jspecify.annotations.NullMarked;
