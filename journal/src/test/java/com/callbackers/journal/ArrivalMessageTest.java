package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.journal.ArrivalMessage.UnreadableException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrivalMessageTest {

    private static Arrival arrival(@Nullable String query, @Nullable String rejected) {
        var body = new byte[] {0, -1, 10, 13, 127, -128};
        var callback = new Callback(
                CallbackId.next(),
                "BREW",
                "mingkyme.callbackers.com",
                "/커피/%00",
                query,
                List.of(new Header("X-A", "1"), new Header("x-a", ""), new Header("X-A", "é한\u0000")),
                body,
                1_000,
                "2001:db8::7",
                Durability.QUEUE,
                null);
        return new Arrival(callback, rejected);
    }

    @Test
    void everythingOfAnArrivalTravels() throws Exception {
        // given
        var arrival = arrival("a=b&a", "body of 1000 bytes is over the limit");

        // when
        var read = ArrivalMessage.read(ArrivalMessage.write(arrival));

        // then
        assertThat(read).usingRecursiveComparison().isEqualTo(arrival);
    }

    @Test
    void whatIsAbsentStaysAbsent() throws Exception {
        // when
        var read = ArrivalMessage.read(ArrivalMessage.write(arrival(null, null)));

        // then
        assertThat(read.callback().query()).isNull();
        assertThat(read.rejected()).isNull();
        assertThat(ArrivalMessage.read(ArrivalMessage.write(arrival("", null)))
                        .callback()
                        .query())
                .isEmpty();
    }

    @Test
    void whatIsNoArrivalIsRefusedWhereverItIsCut() {
        // given
        var whole = ArrivalMessage.write(arrival("q", null));

        // then
        for (int length = 0; length < whole.length; length++) {
            var part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ArrivalMessage.read(part)).isInstanceOf(UnreadableException.class);
        }
        assertThatThrownBy(() -> ArrivalMessage.read(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(UnreadableException.class);
        var later = whole.clone();
        later[0] = 9;
        assertThatThrownBy(() -> ArrivalMessage.read(later)).hasMessageContaining("unknown version");
    }
}
