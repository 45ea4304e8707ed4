package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.CallbackId;
import com.callbackers.journal.Shares.Question;
import com.callbackers.journal.Shares.Share;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharesIT {

    private static final byte[] HASH = {1, 2, 3};

    private final Database database = Database.fresh();
    private final SettableClock clock = new SettableClock();
    private final Shares shares = new Shares(database.connectionFactory(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    private Share share(@Nullable String madeBy, UUID... callbacks) {
        var now = clock.instant();
        return new Share(
                CallbackId.next(),
                List.of(callbacks),
                new Question(null, Samples.HOST, now.minusSeconds(60), now, null),
                madeBy,
                now,
                now.plus(Duration.ofHours(1)));
    }

    @Test
    void isFoundByItsTokenUntilItsTimeIsOver() {
        // given
        var share = share("kim", CallbackId.next(), CallbackId.next());
        Soon.done(shares.add(share, HASH));

        // when, then
        assertThat(Soon.get(shares.find(HASH))).contains(share);
        assertThat(Soon.get(shares.find(new byte[] {1, 2}))).isEmpty();
        clock.advance(Duration.ofHours(1));
        assertThat(Soon.get(shares.find(HASH))).isEmpty();
        assertThat(Soon.get(shares.list(null))).isEmpty();
    }

    @Test
    void mayShowThatNothingCame() {
        // given
        var share = share(null);

        // when
        Soon.done(shares.add(share, HASH));

        // then
        assertThat(Soon.get(shares.find(HASH))).contains(share);
    }

    @Test
    void isListedAndEndedByWhoMadeIt() {
        // given
        var kims = share("kim");
        Soon.done(shares.add(kims, HASH));
        clock.advance(Duration.ofSeconds(1));
        var lees = share("lee");
        Soon.done(shares.add(lees, new byte[] {4}));

        // when, then
        assertThat(Soon.get(shares.list("kim"))).containsExactly(kims);
        assertThat(Soon.get(shares.list(null))).containsExactly(lees, kims);
        assertThat(Soon.get(shares.revoke(kims.id(), "lee"))).isFalse();
        assertThat(Soon.get(shares.revoke(lees.id(), "lee"))).isTrue();
        assertThat(Soon.get(shares.revoke(kims.id(), null))).isTrue();
        assertThat(Soon.get(shares.find(HASH))).isEmpty();
    }
}
