package com.callbackers.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallbackIdTest {

    @Test
    void idsCarryTheirTimeAndSortByIt() {
        // given
        var before = Instant.now().minusMillis(1);

        // when
        var ids = IntStream.range(0, 10_000).mapToObj(i -> CallbackId.next()).toList();

        // then
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.version() == 7);
        assertThat(ids.stream().map(Object::toString)).isSorted();
        assertThat(CallbackId.time(ids.getFirst())).isBetween(before, Instant.now());
    }

    @Test
    void theFloorOfAMomentSortsBeforeEveryIdOfIt() {
        var id = CallbackId.next();

        assertThat(CallbackId.floor(CallbackId.time(id)).toString()).isLessThan(id.toString());
        assertThat(CallbackId.floor(CallbackId.time(id).plusMillis(1)).toString())
                .isGreaterThan(id.toString());
    }
}
