package com.callbackers.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.CallbackId;
import org.junit.jupiter.api.Test;

class DeliveryIdTest {

    @Test
    void theSameActionOfTheSameCallbackHasTheSameId() {
        var callback = CallbackId.next();

        assertThat(DeliveryId.of(callback, "approvals", "team"))
                .isEqualTo(DeliveryId.of(callback, "approvals", "team"))
                .isNotEqualTo(DeliveryId.of(callback, "approvals", "admin"))
                .isNotEqualTo(DeliveryId.of(CallbackId.next(), "approvals", "team"));
    }

    @Test
    void itKeepsTheCallbacksTime() {
        var callback = CallbackId.next();

        var delivery = DeliveryId.of(callback, "approvals", "team");

        assertThat(CallbackId.time(delivery)).isEqualTo(CallbackId.time(callback));
        assertThat(delivery.version()).isEqualTo(8);
        assertThat(delivery.variant()).isEqualTo(2);
    }
}
