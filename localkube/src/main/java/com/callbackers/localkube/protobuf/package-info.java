/** Bodies that Kubernetes' Go clients send as protobuf. */
@NullMarked
package com.callbackers.localkube.protobuf;

import org.jspecify.annotations.NullMarked;
