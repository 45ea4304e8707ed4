package com.callbackers.console.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Tenants;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class ParametersTest {

    private static final String[] KNOWN = {"host", "route", "sender", "state", "q", "since", "until", "limit", "cursor"
    };

    @Test
    void whatIsNotGivenFitsAll() {
        // when
        var parameters = Parameters.of(new LinkedMultiValueMap<>(), KNOWN);

        // then
        assertThat(parameters.filter(Tenants.ALL))
                .isEqualTo(new Callbacks.Filter(Tenants.ALL, null, null, null, null, null, null, null, null));
        assertThat(parameters.limit()).isEqualTo(50);
        assertThat(parameters.cursor()).isNull();
    }

    @Test
    void anEmptyValueCountsAsNotGiven() {
        // given
        var query = new LinkedMultiValueMap<String, String>();
        for (var name : KNOWN) {
            query.add(name, "");
        }

        // when
        var parameters = Parameters.of(query, KNOWN);

        // then
        assertThat(parameters.filter(Tenants.ALL))
                .isEqualTo(new Callbacks.Filter(Tenants.ALL, null, null, null, null, null, null, null, null));
    }

    @Test
    void everyPartIsRead() {
        // given
        var query = new LinkedMultiValueMap<String, String>();
        query.add("host", "MingKyme.localhost");
        query.add("route", "mingkyme/company-card");
        query.add("sender", "shortcut");
        query.add("state", "filtered");
        query.add("q", "승인");
        query.add("since", "2026-11-23T09:30:00.5+09:00");
        query.add("until", "2026-11-24T00:00:00Z");
        query.add("limit", "500");

        // when
        var parameters = Parameters.of(query, KNOWN);

        // then
        assertThat(parameters.filter(Tenants.ALL))
                .isEqualTo(new Callbacks.Filter(
                        Tenants.ALL,
                        "mingkyme.localhost",
                        "mingkyme/company-card",
                        "shortcut",
                        CallbackState.FILTERED,
                        null,
                        "승인",
                        Instant.parse("2026-11-23T00:30:00.500Z"),
                        Instant.parse("2026-11-24T00:00:00Z")));
        assertThat(parameters.limit()).isEqualTo(500);
    }

    @Test
    void aPlusThatNobodyEscapedIsStillAnOffset() {
        // when
        var since = Parameters.of(given("since", "2026-11-23T09:30:00 09:00"), KNOWN)
                .instant("since");

        // then
        assertThat(since).contains(Instant.parse("2026-11-23T00:30:00Z"));
    }

    @Test
    void aCursorLeadsBackToItsPlace() {
        // given
        var last = CallbackId.next();

        // when
        var cursor =
                Parameters.of(given("cursor", Parameters.cursor(last)), KNOWN).cursor();

        // then
        assertThat(cursor).isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({
        "limit,0",
        "limit,501",
        "limit,-1",
        "limit,many",
        "limit,99999999999",
        "cursor,!!",
        "cursor,AAAA",
        "cursor,01938f2e-7c00-7abc-8def-0123456789ab",
        "state,lost",
        "state,RECEIVED",
        "since,yesterday",
        "since,-15m",
        "since,2026-11-23",
        "since,1969-12-31T23:59:59Z",
        "since,+10000-01-01T00:00:00Z",
        "until,2026-13-01T00:00:00Z"
    })
    void whatCannotBeReadIsRefusedByItsName(String name, String value) {
        // when
        var problem = catchThrowableOfType(Problem.class, () -> readAll(given(name, value)));

        // then
        assertThat(problem.field()).contains(name);
        assertThat(problem.detail()).startsWith(name + " must be ").contains(value);
    }

    @Test
    void aWrongStateIsAnsweredWithTheRightOnes() {
        // when
        var problem = catchThrowableOfType(Problem.class, () -> readAll(given("state", "lost")));

        // then
        assertThat(problem.detail())
                .isEqualTo(
                        "state must be one of received, routed, filtered, unrouted, rejected, suspended, not 'lost'");
    }

    @Test
    void anUnknownParameterIsRefusedByItsName() {
        // when
        var problem = catchThrowableOfType(Problem.class, () -> readAll(given("hots", "x")));

        // then
        assertThat(problem.field()).contains("hots");
        assertThat(problem.detail()).contains("there is no parameter 'hots', only host, ");
    }

    @Test
    void aParameterGivenTwiceIsRefused() {
        // given
        var query = new LinkedMultiValueMap<String, String>();
        query.put("state", List.of("routed", "filtered"));

        // when
        var problem = catchThrowableOfType(Problem.class, () -> readAll(query));

        // then
        assertThat(problem.detail()).isEqualTo("state is given 2 times");
    }

    @Test
    void whatTheDatabaseCannotHoldIsRefused() {
        // when
        var problem = catchThrowableOfType(Problem.class, () -> readAll(given("q", "a\0b")));

        // then
        assertThat(problem.field()).contains("q");
    }

    @Test
    void untilBeforeSinceIsRefused() {
        // given
        var query = given("since", "2026-11-23T09:30:00Z");
        query.add("until", "2026-11-23T09:00:00Z");

        // when
        var problem = catchThrowableOfType(Problem.class, () -> readAll(query));

        // then
        assertThat(problem.field()).contains("until");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1-1-1-1-1", "x", "01938f2e-7c00-7abc-8def-0123456789ag", "01938f2e7c007abc8def0123456789ab"})
    void whatIsNoUuidIsRefused(String id) {
        // when
        var problem = catchThrowableOfType(Problem.class, () -> Parameters.id(id));

        // then
        assertThat(problem.field()).contains("id");
    }

    private static MultiValueMap<String, String> given(String name, String value) {
        var query = new LinkedMultiValueMap<String, String>();
        query.add(name, value);
        return query;
    }

    private static void readAll(MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, KNOWN);
        parameters.filter(Tenants.ALL);
        parameters.limit();
        parameters.cursor();
    }
}
