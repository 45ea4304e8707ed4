/** What the API tells about itself: groups, kinds, schemas. */
@NullMarked
package com.callbackers.localkube.discovery;

import org.jspecify.annotations.NullMarked;
