package com.callbackers.journal;

import java.util.Collection;
import java.util.UUID;

/** The least and the greatest of some ids, by which Postgres knows which days to leave out. */
record IdRange(UUID low, UUID high) {

    static IdRange of(Collection<UUID> ids) {
        var first = ids.iterator().next();
        var low = first;
        var high = first;
        for (var id : ids) {
            low = compare(id, low) < 0 ? id : low;
            high = compare(id, high) > 0 ? id : high;
        }
        return new IdRange(low, high);
    }

    /** As Postgres does; {@link UUID#compareTo} takes the halves for signed numbers. */
    private static int compare(UUID one, UUID other) {
        var most = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return most != 0 ? most : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
