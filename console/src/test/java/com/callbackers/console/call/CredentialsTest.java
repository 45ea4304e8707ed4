package com.callbackers.console.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Header;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {

    @ParameterizedTest
    @CsvSource({
        "Authorization,Bearer abc,Bearer •••",
        "authorization,abc,•••",
        "Cookie,session=abc; theme=dark,•••",
        "X-API-Key,abc,•••",
        "X-Team,a b,a b"
    })
    void showNoMoreThanTheirScheme(String name, String value, String shown) {
        assertThat(Credentials.hidden(new Header(name, value))).isEqualTo(shown);
    }
}
