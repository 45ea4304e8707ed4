package com.callbackers.worker.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldingTest {

    @Test
    void tellsTheVersionAndWhatWasRefused() {
        // when
        var annotations = new Holding("17", Map.of("b/b", "no \"way\"", "a/a", "bad")).annotations();

        // then
        assertThat(annotations)
                .containsOnly(
                        Map.entry("callbackers.com/routes-version", "17"),
                        Map.entry("callbackers.com/refused-routes", "{\"a/a\":\"bad\",\"b/b\":\"no \\\"way\\\"\"}"));
    }

    @Test
    void tellsOfNoRefusalsWhenThereAreNone() {
        assertThat(new Holding("17", Map.of()).annotations()).containsOnlyKeys("callbackers.com/routes-version");
    }

    @Test
    void aLongReasonIsCutBetweenCharacters() {
        // when
        var annotations = new Holding("1", Map.of("a/a", "x" + "😀".repeat(400))).annotations();

        // then
        assertThat(annotations.get("callbackers.com/refused-routes"))
                .hasSizeLessThan(1_100)
                .endsWith("😀…\"}");
    }

    @Test
    void whoCannotNameAllRefusalsClaimsNothing() {
        // given
        var refused = IntStream.range(0, 10_000)
                .boxed()
                .collect(Collectors.toMap(i -> "some-namespace-" + i + "/route", i -> "unknown field"));

        // when, then
        assertThat(new Holding("1", refused).annotations()).isEmpty();
    }
}
