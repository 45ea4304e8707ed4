package com.callbackers.images;

import java.net.URI;
import java.util.Map;

/** What an application is given to do while it is trained. */
interface Work extends AutoCloseable {

    /** Of its environment. */
    Map<String, String> variables();

    /** Answers 200 when it is ready to work. */
    URI readiness();

    /** Returns when it has been done. */
    void give() throws InterruptedException;

    @Override
    void close();
}
