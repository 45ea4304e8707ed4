/** What is done with objects: they are read, created, changed and deleted. */
@NullMarked
package com.callbackers.localkube.objects;

import org.jspecify.annotations.NullMarked;
