package com.callbackers.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParametersTest {

    @Test
    void namesAndValuesAreDecodedInOrderWithRepeats() {
        assertThat(Parameters.parse("kind=sms&a%20b=%EC%8A%B9%EC%9D%B8&kind=two+words&flag"))
                .containsExactly(
                        new Header("kind", "sms"),
                        new Header("a b", "승인"),
                        new Header("kind", "two words"),
                        new Header("flag", ""));
    }

    @Test
    void aBrokenPercentSignStandsForItself() {
        assertThat(Parameters.parse("a=100%&b=%zz&c=%4"))
                .containsExactly(new Header("a", "100%"), new Header("b", "%zz"), new Header("c", "%4"));
    }

    @Test
    void nothingGivesNothing() {
        assertThat(Parameters.parse(null)).isEmpty();
        assertThat(Parameters.parse("&&")).isEmpty();
    }
}
