package com.callbackers.console.login;

import java.util.Locale;

/** What somebody may do in a namespace; each role may do what those before it may. */
public enum Role {
    /** Look at callbacks, deliveries, senders and routes. */
    VIEWER,
    /** Replay callbacks, try deliveries again, end them. */
    OPERATOR,
    /** Change routes and destinations. */
    ADMIN;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
