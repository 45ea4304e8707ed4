package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class RouteVersionsIT {

    private final Database database = Database.fresh();
    private final RouteVersions versions = new RouteVersions(database.connectionFactory(), new SettableClock());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstResourceOfAGenerationStays() {
        // given
        Soon.done(versions.remember("a/b", 4, "{\"first\": 1}"));

        // when
        Soon.done(versions.remember("a/b", 4, "{\"second\": 2}"));

        // then
        assertThat(Soon.get(versions.find("a/b", 4))).contains("{\"first\": 1}");
        assertThat(Soon.get(versions.find("a/b", 5))).isEmpty();
        assertThat(Soon.get(versions.find("a/c", 4))).isEmpty();
    }

    @Test
    void aChangeIsANewGenerationAndARepeatIsNot() {
        // when
        var first = Soon.get(versions.generation("a/b", "one"));
        var repeated = Soon.get(versions.generation("a/b", "one"));
        var changed = Soon.get(versions.generation("a/b", "two"));
        var back = Soon.get(versions.generation("a/b", "one"));

        // then
        assertThat(first).isEqualTo(1);
        assertThat(repeated).isEqualTo(1);
        assertThat(changed).isEqualTo(2);
        assertThat(back).isEqualTo(3);
        assertThat(Soon.get(versions.find("a/b", 2))).contains("two");
    }

    @Test
    void goesOnFromGenerationsThatWereGiven() {
        // given
        Soon.done(versions.remember("a/b", 7, "seven"));

        // when, then
        assertThat(Soon.get(versions.generation("a/b", "seven"))).isEqualTo(7);
        assertThat(Soon.get(versions.generation("a/b", "eight"))).isEqualTo(8);
    }

    @Test
    void noNumberIsGivenTwiceHoweverManyAsk() {
        // when
        var numbers = Soon.get(Flux.range(0, 20)
                .flatMap(i -> versions.generation("a/b", "resource " + i))
                .collectList());

        // then
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 20).boxed().toList());
    }
}
