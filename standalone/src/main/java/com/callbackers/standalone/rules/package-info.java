/** A folder of YAML files on its way into the Kubernetes API, and what became of it. */
@NullMarked
package com.callbackers.standalone.rules;

import org.jspecify.annotations.NullMarked;
