package com.callbackers.localkube.store;

/** Where writes are noted before they are answered. */
interface ObjectLog {

    /** Of a store that lives in memory only. */
    ObjectLog NONE = new ObjectLog() {
        @Override
        public long append(Change change) {
            return 0;
        }

        @Override
        public void settle(long position) {}

        @Override
        public void close() {}
    };

    /**
     * Called under the store's lock, in the order of versions.
     *
     * @return the position to wait for
     */
    long append(Change change);

    /** Comes back when what was appended up to there is on the disk. */
    void settle(long position);

    void close();
}
