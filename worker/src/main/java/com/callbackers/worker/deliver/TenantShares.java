package com.callbackers.worker.deliver;

import java.util.HashMap;
import java.util.Map;

/** No tenant, however many destinations it has that do not answer, holds more than half of what a worker has in hand. */
final class TenantShares {

    private final int most;
    private final Map<String, Integer> held = new HashMap<>();

    /** @param all that the worker has in hand at most */
    TenantShares(int all) {
        this.most = Math.max(1, all / 2);
    }

    /** Whether there is room for one more; if so, it is to be given back. */
    synchronized boolean take(String tenant) {
        if (held.getOrDefault(tenant, 0) >= most) {
            return false;
        }
        held.merge(tenant, 1, Integer::sum);
        return true;
    }

    synchronized void give(String tenant) {
        held.computeIfPresent(tenant, (name, count) -> count == 1 ? null : count - 1);
    }
}
