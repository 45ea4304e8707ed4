package com.callbackers.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
                    /,              a,                 a,             /,    -
                    /a,             A.Example.COM.:80, a.example.com, /a,   -
                    /a,             '[::1]:8080',      '[::1]',       /a,   -
                    /a,             '[2001:DB8::A]',   '[2001:db8::a]', /a, -
                    /a,             '2001:db8::a',     '2001:db8::a', /a,   -
                    /a,             'a:',              a,             /a,   -
                    /a?,            a,                 a,             /a,   ''
                    /a?b?c,         a,                 a,             /a,   b?c
                    ?b,             a,                 a,             '',   b
                    *,              a,                 a,             *,    -
                    a.com:443,      a.com:443,         a.com,         a.com:443, -
                    http://B.com:81/x?y, a,            b.com,         /x,   y
                    HTTPS://b.com?y, a,                b.com,         /,    y
                    http://b.com,   a,                 b.com,         /,    -
                    http://u:p@b.com/@, a,             b.com,         /@,   -
                    /x?u=http://b.com, a,              a,             /x,   u=http://b.com
                    http://,        a,                 '',            /,    -
                    """)
    void splitsWhatWasAskedFor(String target, String header, String host, String path, String query) {
        // when
        RequestTarget split = RequestTarget.of(target, header);

        // then
        assertThat(split).isEqualTo(new RequestTarget(host, path, "-".equals(query) ? null : query));
    }

    @Test
    void needsNoHostHeader() {
        assertThat(RequestTarget.of("/", null)).isEqualTo(new RequestTarget("", "/", null));
    }
}
