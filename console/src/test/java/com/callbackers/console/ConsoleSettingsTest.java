package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.callbackers.console.login.Grant;
import com.callbackers.console.login.Role;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ConsoleSettingsTest {

    private static final Map<String, String> LOGIN = Map.of(
            "url", "https://console.example.com",
            "login.issuer", "https://id.example.com/realms/a",
            "login.client-secret", "s3cret",
            "login.grants[0].role", "operator",
            "login.grants[0].namespaces", "a, b",
            "login.grants[0].groups", "team");

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "localhost:8090", "a b", "*"})
    void aHostWithMoreThanItsNameIsRefused(String host) {
        assertThat(refusal(Map.of("allowed-hosts", host)))
                .isEqualTo(
                        "callbackers.console.allowed-hosts are names or addresses without scheme and port, not '%s'",
                        host);
    }

    @Test
    void aBodyLimitThatIsTooLargeIsRefused() {
        assertThat(refusal(Map.of("max-body", "65MB"))).startsWith("callbackers.console.max-body is from 1B to ");
    }

    @Test
    void usersMayHaveToLogIn() {
        // when
        var settings = settings(LOGIN);

        // then
        assertThat(settings.login().isRequired()).isTrue();
        assertThat(settings.login().audiences()).containsExactly("callbackers");
        assertThat(settings.login().grants())
                .containsExactly(new Grant(Role.OPERATOR, Set.of("a", "b"), Set.of("team"), Set.of()));
        assertThat(settings.allowedHosts()).contains("console.example.com", "localhost");
        assertThat(settings).asString().doesNotContain("s3cret");
    }

    @Test
    void bareSettingsAskNobodyToLogIn() {
        assertThat(settings(Map.of()).login().isRequired()).isFalse();
        assertThat(settings(Map.of("login.issuer", "")).login().isRequired()).isFalse();
        assertThat(settings(Map.of("url", "http://localhost:8090/")).url())
                .isEqualTo(URI.create("http://localhost:8090/"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            login.issuer                | http://id.example.com      | callbackers.console.login.issuer is an https URL
            login.issuer                | id.example.com             | callbackers.console.login.issuer is an https URL
            login.issuer                | https://id.example.com?a=b | callbackers.console.login.issuer is an https URL
            login.issuer                | ''                         | callbackers.console.login.grants needs login.issuer
            login.scopes                | profile                    | callbackers.console.login.scopes has openid
            login.session-length        | 0s                         | callbackers.console.login.session-length is more than 0
            login.grants[0].role        | owner                      | No enum constant
            login.grants[0].namespaces  | ''                         | callbackers.console.login.grants: namespaces names at least one
            login.grants[0].groups      | ''                         | callbackers.console.login.grants: groups or users names at least one
            url                         | ''                         | callbackers.console.url is needed where users log in
            url                         | console.example.com        | callbackers.console.url is like https://console.example.com
            url                         | https://example.com/a      | callbackers.console.url is like https://console.example.com
            """)
    void wrongLoginsAreRefused(String name, String value, String why) {
        // given
        var settings = new HashMap<>(LOGIN);
        settings.put(name, value);

        // then
        assertThat(refusal(settings)).startsWith(why);
    }

    @Test
    void aLoginThatGivesNobodyARoleIsRefused() {
        assertThat(refusal(Map.of(
                        "url", "https://console.example.com", "login.issuer", "https://id.example.com/realms/a")))
                .startsWith("callbackers.console.login.grants gives at least one role");
    }

    @Test
    void aGrantWithoutARoleIsRefused() {
        // given
        var settings = new HashMap<>(LOGIN);
        settings.remove("login.grants[0].role");

        // then
        assertThat(refusal(settings))
                .isEqualTo("callbackers.console.login.grants: role is one of viewer, operator, admin");
    }

    private static String refusal(Map<String, String> settings) {
        var refused = catchThrowable(() -> settings(settings));
        assertThat(refused).isNotNull();
        var cause = refused;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static ConsoleSettings settings(Map<String, String> settings) {
        var named = new HashMap<String, String>();
        settings.forEach((name, value) -> named.put("callbackers.console." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bindOrCreate("callbackers.console", ConsoleSettings.class);
    }
}
