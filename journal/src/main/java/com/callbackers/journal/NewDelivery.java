package com.callbackers.journal;

import com.callbackers.callback.CallbackState;
import com.callbackers.delivery.DeliveryId;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.route.Decision;
import com.callbackers.route.Decision.Planned;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that a decision asks for.
 *
 * @param position among those of its callback
 * @param lease by which whoever records it holds it from the start; null: it is anybody's
 */
record NewDelivery(
        UUID id,
        Decided decided,
        Planned planned,
        int position,
        @Nullable UUID lease) {

    /** @param hands so many are held from the start, of those that have no order */
    static List<NewDelivery> of(List<Decided> all, int hands) {
        var deliveries = new ArrayList<NewDelivery>();
        var free = hands;
        for (var decided : all) {
            var position = 0;
            for (var planned : planned(decided.decision())) {
                var held = free > 0 && planned.orderKey() == null;
                free -= held ? 1 : 0;
                var id = DeliveryId.of(decided.callback().id(), planned.rule(), planned.action());
                deliveries.add(new NewDelivery(id, decided, planned, position++, held ? UUID.randomUUID() : null));
            }
        }
        return deliveries;
    }

    private static List<Planned> planned(Decision decision) {
        return decision.state() == CallbackState.ROUTED ? decision.deliveries() : List.of();
    }

    Claim claim(UUID lease) {
        var decision = decided.decision();
        return new Claim(
                id,
                lease,
                1,
                decision.route(),
                decision.generation(),
                planned.rule(),
                planned.action(),
                planned.adHoc(),
                planned.rendered(),
                decided.callback());
    }
}
