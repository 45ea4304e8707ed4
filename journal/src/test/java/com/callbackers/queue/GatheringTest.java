package com.callbackers.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class GatheringTest {

    private final List<List<String>> begun = new ArrayList<>();
    private final List<Sinks.Empty<Void>> endings = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    @Test
    void gathersWhileSomeAreUnderWay() {
        // given
        var gathering = gathering(10, 1);
        add(gathering, "a");
        // when
        add(gathering, "b");
        add(gathering, "c", "d");
        // then
        assertThat(begun).containsExactly(List.of("a"));
        // when
        end(0);
        // then
        assertThat(begun).containsExactly(List.of("a"), List.of("b", "c", "d"));
        assertThat(done).containsExactly("a");
    }

    @Test
    void takesNoMoreAtOnceThanItShouldUnlessThatMuchCameTogether() {
        // given
        var gathering = gathering(2, 1);
        add(gathering, "a");
        add(gathering, "b");
        add(gathering, "c");
        add(gathering, "d", "e", "f");
        // when
        end(0);
        end(1);
        // then
        assertThat(begun).containsExactly(List.of("a"), List.of("b", "c"), List.of("d", "e", "f"));
    }

    @Test
    void worksAbreast() {
        // given
        var gathering = gathering(10, 2);
        // when
        add(gathering, "a");
        add(gathering, "b");
        add(gathering, "c");
        // then
        assertThat(begun).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void goesOnAfterAFailureAndTellsOfIt() {
        // given
        var gathering = gathering(10, 1);
        add(gathering, "a");
        add(gathering, "b");
        // when
        endings.getFirst().tryEmitError(new IllegalStateException("no database"));
        // then
        assertThat(lost).containsExactly("a");
        assertThat(done).containsExactly("a");
        assertThat(begun).hasSize(2);
    }

    private Gathering<String> gathering(int most, int abreast) {
        return new Gathering<>(most, abreast, this::begin, (things, failure) -> lost.addAll(things));
    }

    private Mono<Void> begin(List<String> things) {
        begun.add(things);
        Sinks.Empty<Void> ending = Sinks.empty();
        endings.add(ending);
        return ending.asMono();
    }

    private void add(Gathering<String> gathering, String... things) {
        gathering.add(List.of(things)).subscribe(nothing -> {}, failure -> {}, () -> done.addAll(List.of(things)));
    }

    private void end(int batch) {
        endings.get(batch).tryEmitEmpty();
    }
}
