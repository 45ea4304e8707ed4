package com.callbackers.journal;

/** Brings the database to this version's schema. */
public final class Schema {

    private Schema() {}

    /** Blocks; several at a time wait for each other. */
    public static void migrate(String jdbcUrl, String user, String password) {
        throw new UnsupportedOperationException();
    }
}
