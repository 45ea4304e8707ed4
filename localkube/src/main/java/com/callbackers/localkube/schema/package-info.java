/** What a CustomResourceDefinition says of its objects: fields, defaults, validation and CEL rules, told as Kubernetes does. */
@NullMarked
package com.callbackers.localkube.schema;

import org.jspecify.annotations.NullMarked;
