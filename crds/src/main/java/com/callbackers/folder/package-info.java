/** A folder of YAML files with resources, read again when something in it changes. */
@NullMarked
package com.callbackers.folder;

import org.jspecify.annotations.NullMarked;
