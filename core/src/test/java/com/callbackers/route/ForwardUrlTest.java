package com.callbackers.route;

import static com.callbackers.route.ForwardAction.PathMode.APPEND;
import static com.callbackers.route.ForwardAction.PathMode.REPLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.CallbacksUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://erp.example.com/hooks,/card,https://erp.example.com/hooks/card",
        "https://erp.example.com/hooks/,/card/,https://erp.example.com/hooks/card/",
        "https://erp.example.com,/,https://erp.example.com/",
        "https://erp.example.com/h,/a%2Fb//c;x=1,https://erp.example.com/h/a%2Fb//c;x=1",
        "https://erp.example.com/h?key=1,/a,https://erp.example.com/h/a?key=1",
        "https://erp.example.com/h,*,https://erp.example.com/h"
    })
    void appendKeepsThePathAsItWasSent(String base, String path, String expected) {
        assertThat(new ForwardUrl(base, APPEND).to(CallbacksUnderTest.post(path).build()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/../admin,/h/admin",
        "/a/../../admin,/h/admin",
        "/%2e%2E/admin,/h/admin",
        "/a/./b,/h/a/b",
        "/a/..,/h/",
        "/v1.2/file.txt,/h/v1.2/file.txt"
    })
    void aSenderCannotClimbOutOfTheUrlsPath(String path, String expected) {
        assertThat(new ForwardUrl("http://erp/h", APPEND)
                        .to(CallbacksUnderTest.post(path).build()))
                .isEqualTo("http://erp" + expected);
    }

    @Test
    void theQueryIsKeptInBothModes() {
        var callback = CallbacksUnderTest.post("/card").query("a=1&b=%20").build();

        assertThat(new ForwardUrl("http://erp/h?k=v", APPEND).to(callback))
                .isEqualTo("http://erp/h/card?k=v&a=1&b=%20");
        assertThat(new ForwardUrl("http://erp/h", REPLACE).to(callback)).isEqualTo("http://erp/h?a=1&b=%20");
    }
}
