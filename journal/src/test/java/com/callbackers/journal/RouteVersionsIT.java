package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.journal.RouteVersions.Given;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

    @Test
    void aGivenGenerationIsItsOwnNumber() {
        // when
        var first = number("a/b", 4, "four");
        var repeated = number("a/b", 4, "four");
        var next = number("a/b", 5, "five");

        // then
        assertThat(first).isEqualTo(4);
        assertThat(repeated).isEqualTo(4);
        assertThat(next).isEqualTo(5);
        assertThat(Soon.get(versions.find("a/b", 4))).contains("four");
        assertThat(Soon.get(versions.find("a/b", 5))).contains("five");
    }

    @Test
    void aRouteMadeAnewGoesOnAfterTheLatest() {
        // given
        number("a/b", 1, "old one");
        number("a/b", 2, "old two");
        number("a/b", 3, "old three");

        // when
        var anew = number("a/b", 1, "new one");
        var edited = number("a/b", 2, "new two");

        // then
        assertThat(anew).isEqualTo(4);
        assertThat(edited).isEqualTo(5);
        assertThat(Soon.get(versions.find("a/b", 1))).contains("old one");
        assertThat(Soon.get(versions.find("a/b", 4))).contains("new one");
        assertThat(Soon.get(versions.find("a/b", 5))).contains("new two");
    }

    @Test
    void aWorkerThatIsLateOrStartsAgainComesToTheSameNumber() {
        // given
        number("a/b", 1, "old one");
        number("a/b", 2, "old two");
        number("a/b", 1, "new one");
        number("a/b", 2, "new two");

        // when
        var late = number("a/b", 1, "new one");
        var again = number("a/b", 2, "new two");

        // then
        assertThat(late).isEqualTo(3);
        assertThat(again).isEqualTo(4);
    }

    @Test
    void aRouteMadeAnewWithTheSameRulesKeepsItsNumber() {
        // given
        number("a/b", 1, "one");
        number("a/b", 2, "two");

        // when, then
        assertThat(number("a/b", 1, "one")).isEqualTo(1);
        assertThat(number("a/b", 2, "two")).isEqualTo(2);
    }

    @Test
    void generationsThatARestoredApiGivesAgainAreNotMixedUp() {
        // given
        number("a/b", 4, "four");
        number("a/b", 5, "five");

        // when
        var restored = number("a/b", 4, "another four");
        var later = number("a/b", 5, "another five");

        // then
        assertThat(restored).isEqualTo(6);
        assertThat(later).isEqualTo(7);
    }

    @Test
    void workersThatAskForManyAtOnceAllGetTheSameNumbers() {
        // given
        var old = IntStream.range(0, 1_200)
                .mapToObj(i -> new Given("a/" + i, 1, "old " + i))
                .toList();
        Soon.get(versions.numbers(old.subList(0, 600)));
        var asked = IntStream.range(0, 1_200)
                .mapToObj(i -> new Given("a/" + i, 1, (i % 3 == 0 ? "old " : "new ") + i))
                .toList();

        // when
        var answers = Soon.get(Flux.range(0, 4)
                .flatMap(worker -> versions.numbers(worker % 2 == 0 ? asked : asked.reversed()))
                .collectList());

        // then
        assertThat(answers).hasSize(4).allSatisfy(answer -> assertThat(answer).isEqualTo(answers.getFirst()));
        assertThat(answers.getFirst()).hasSize(1_200).allSatisfy((route, number) -> {
            var i = Integer.parseInt(route.substring(2));
            assertThat(number).isEqualTo(i < 600 && i % 3 != 0 ? 2 : 1);
            assertThat(Soon.get(versions.find(route, number))).contains((i % 3 == 0 ? "old " : "new ") + i);
        });
    }

    @Test
    void nothingAskedIsNothingAnswered() {
        assertThat(Soon.get(versions.numbers(List.of()))).isEqualTo(Map.of());
    }

    private long number(String route, long generation, String resource) {
        return Soon.get(versions.numbers(List.of(new Given(route, generation, resource))))
                .getOrDefault(route, 0L);
    }
}
