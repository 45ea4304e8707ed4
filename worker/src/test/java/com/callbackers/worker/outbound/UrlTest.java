package com.callbackers.worker.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://erp.example.com, erp.example.com, 443, /",
        "http://ERP.example.com:8080/a?b#c, erp.example.com, 8080, /a?b",
        "http://erp.example.com?x=1, erp.example.com, 80, /?x=1",
        "http://[::1]:9/x, ::1, 9, /x",
        "http://h/%7Ea//../{x}|\"?q=<1>, h, 80, /%7Ea//../{x}|\"?q=<1>",
        "http://h/카드, h, 80, /%EC%B9%B4%EB%93%9C",
        "http://카드.example/, xn--o39a5c.example, 80, /"
    })
    void takesAUrlApartWithoutChangingIt(String text, String host, int port, String target) {
        // when
        var url = Url.parse(text);
        // then
        assertThat(url.target()).isEqualTo(target);
        assertThat(url.port()).isEqualTo(port);
        if (!host.startsWith("xn--")) {
            assertThat(url.host()).isEqualTo(host);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/",
                "h/path",
                "http://",
                "http:///x",
                "http://h:0/",
                "http://h:99999/",
                "http://h:port/",
                "http://user:secret@h/",
                "http://h\\@evil/",
                "http://h/a b",
                "http://h/a\r\nx: y",
                "http://a b/"
            })
    void refusesWhatIsNoUrlWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> Url.parse(text))
                .isInstanceOf(ForbiddenRequestException.class)
                .hasMessageStartingWith("the URL")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://other.example/x, https://other.example/x",
        "//other.example/x, https://other.example/x",
        "/y?z, https://h:8443/y?z",
        "y, https://h:8443/a/y",
        "?q, https://h:8443/a/b?q",
        "y#f, https://h:8443/a/y"
    })
    void followsWhereALocationLeads(String location, String expected) {
        assertThat(Url.parse("https://h:8443/a/b?c").resolve(location)).isEqualTo(Url.parse(expected));
    }

    @Test
    void namesThePortOnlyWhereItIsNotTheUsualOne() {
        assertThat(Url.parse("https://h/").authority()).isEqualTo("h");
        assertThat(Url.parse("https://h:80/").authority()).isEqualTo("h:80");
        assertThat(Url.parse("http://[::1]:8/").authority()).isEqualTo("[::1]:8");
    }
}
