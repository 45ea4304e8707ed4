package com.callbackers.signature;

import com.callbackers.callback.Callback;

/** A way to prove who sent a callback; holds its secret. */
public interface Verification {

    Proof verify(Callback callback);
}
