package com.callbackers.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private final TrustedProxies proxies = new TrustedProxies(
            Stream.of("10.0.0.0/8", "192.0.2.128/25", "fd00::/8", "::ffff:172.16.0.0/12", "198.51.100.7")
                    .map(AddressRange::valueOf)
                    .toList());

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
                    203.0.113.1,   6.6.6.6,                           203.0.113.1
                    10.0.0.1,      203.0.113.1,                       203.0.113.1
                    10.0.0.1,      '6.6.6.6, 203.0.113.1, 10.0.0.2',  203.0.113.1
                    10.0.0.1,      '10.0.0.3,10.0.0.2',               10.0.0.3
                    10.0.0.1,      '',                                10.0.0.1
                    10.0.0.1,      unknown,                           10.0.0.1
                    10.0.0.1,      '6.6.6.6, unknown, 10.0.0.2',      10.0.0.2
                    10.0.0.1,      '6.6.6.6,,',                       10.0.0.1
                    10.0.0.1,      '203.0.113.1:4711',                203.0.113.1
                    10.0.0.1,      '[2001:DB8::1]:4711',              2001:db8::1
                    10.0.0.1,      '2001:db8:0:0::1',                 2001:db8::1
                    10.0.0.1,      '::ffff:203.0.113.1',              203.0.113.1
                    10.0.0.1,      '[2001',                           10.0.0.1
                    10.0.0.1,      'localhost',                       10.0.0.1
                    10.0.0.1,      '999.0.0.1',                       10.0.0.1
                    192.0.2.128,   203.0.113.1,                       203.0.113.1
                    192.0.2.127,   203.0.113.1,                       192.0.2.127
                    198.51.100.7,  203.0.113.1,                       203.0.113.1
                    198.51.100.8,  203.0.113.1,                       198.51.100.8
                    fd12::1,       203.0.113.1,                       203.0.113.1
                    fe80::1,       203.0.113.1,                       fe80::1
                    172.31.255.255, 203.0.113.1,                      203.0.113.1
                    """)
    void findsTheNearestAddressThatIsNotATrustedProxy(String peer, String forwardedFor, String sender)
            throws Exception {
        // given
        InetSocketAddress socket = new InetSocketAddress(InetAddress.getByName(peer), 1);

        // then
        assertThat(proxies.sender(socket, List.of(forwardedFor))).isEqualTo(sender);
    }

    @Test
    void readsSeveralLinesAsOneList() throws Exception {
        // given
        InetSocketAddress socket = new InetSocketAddress(InetAddress.getByName("10.0.0.1"), 1);

        // then
        assertThat(proxies.sender(socket, List.of("6.6.6.6", "203.0.113.1", "10.0.0.2")))
                .isEqualTo("203.0.113.1");
    }

    @Test
    void trustsNobodyUnlessTold() throws Exception {
        // given
        InetSocketAddress socket = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

        // then
        assertThat(new TrustedProxies(List.of()).sender(socket, List.of("6.6.6.6")))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void knowsNoAddressWithoutASocket() {
        assertThat(proxies.sender(null, List.of("6.6.6.6"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "fd00::/129",
                "proxy.example.com",
                "10.0.0.0/8/8"
            })
    void refusesWhatIsNoRange(String text) {
        assertThatThrownBy(() -> AddressRange.valueOf(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
