package com.callbackers.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.route.Match.PathMatch;
import com.callbackers.route.Match.ValueMatch;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {

    @ParameterizedTest
    @CsvSource({
        "/card,/card,true",
        "/card,/card/x,true",
        "/card/,/card,true",
        "/card,/cards,false",
        "/card,/,false",
        "/,/anything,true"
    })
    void aPrefixFitsWholeSegments(String prefix, String path, boolean fits) {
        var match = new Match(Set.of(), new PathMatch.Prefix(prefix), List.of(), List.of(), Set.of());

        assertThat(whyNot(match, CallbacksUnderTest.post(path)) == null).isEqualTo(fits);
    }

    @Test
    void everyGivenPartMustFitAndTheFirstThatDoesNotIsTold() {
        // given
        var match = new Match(
                Set.of("POST"),
                new PathMatch.Regex(Pattern.compile("/c.*")),
                List.of(new ValueMatch.Exact("X-Team", "a")),
                List.of(new ValueMatch.Regex("kind", Pattern.compile("s.s"))),
                Set.of("shortcut"));
        var fitting = CallbacksUnderTest.post("/card")
                .header("x-team", "b")
                .header("X-TEAM", "a")
                .query("kind=sms");

        // then
        assertThat(whyNot(match, fitting)).isNull();
        assertThat(whyNot(match, fitting.query("kind=smss"))).isEqualTo("query parameter kind does not match 's.s'");
        assertThat(whyNot(match, CallbacksUnderTest.post("/card"))).isEqualTo("header X-Team is not 'a'");
        assertThat(whyNot(match, CallbacksUnderTest.post("/x"))).isEqualTo("path /x does not match /c.*");
        assertThat(whyNot(match, fitting.method("GET"))).isEqualTo("method is GET, not POST");
        assertThat(new Matching(fitting.method("POST").query("kind=sms").build(), "unknown").whyNot(match))
                .isEqualTo("sender is unknown, not shortcut");
    }

    private static @Nullable String whyNot(Match match, CallbacksUnderTest callback) {
        return new Matching(callback.build(), "shortcut").whyNot(match);
    }
}
