package com.callbackers.worker.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundGuardTest {

    private final OutboundGuard guard = new OutboundGuard(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.169.0.1",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void letsPublicAddressesThrough(String address) {
        assertThat(guard.permits("erp.example.com", address(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "2002:7f00:1::1",
                "2002:a9fe:a9fe::1",
                "2001::1",
                "2001:db8::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "4000::1"
            })
    void keepsTenantsFromInnerAddresses(String address) {
        assertThat(guard.permits("erp.example.com", address(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "017700000001",
                "0x7f000001",
                "0x7f.1",
                "0177.0.0.1",
                "127.1",
                "127.0.0.01",
                "10.0.0",
                "1.2.3.4.",
                "fe80::1%eth0"
            })
    void refusesNumbersThatProgramsReadDifferently(String host) {
        assertThat(guard.refusal(host)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "8.8.8.8", "1password.com", "3.example.com", "example.com", "::1"})
    void leavesPlainHostsToTheAddressCheck(String host) {
        assertThat(guard.refusal(host)).isEmpty();
    }

    @Test
    void permitsWhatTheSettingsAllow() {
        // given
        var guard = new OutboundGuard(List.of("10.1.0.0/16", "::1", "erp.internal", "*.svc.internal"));
        // then
        assertThat(guard.permits("a", address("10.1.2.3"))).isTrue();
        assertThat(guard.permits("a", address("10.2.2.3"))).isFalse();
        assertThat(guard.permits("a", address("::1"))).isTrue();
        assertThat(guard.permits("ERP.internal", address("192.168.0.1"))).isTrue();
        assertThat(guard.permits("b.svc.internal", address("192.168.0.1"))).isTrue();
        assertThat(guard.permits("svc.internal.example.com", address("192.168.0.1")))
                .isFalse();
    }

    @Test
    void saysWhatIsWrongWithARange() {
        assertThatThrownBy(() -> new OutboundGuard(List.of("10.0.0.0/33")))
                .hasMessage("'10.0.0.0/33' needs a number from 0 to 32 after the slash");
        assertThatThrownBy(() -> new OutboundGuard(List.of("10.0.0/8")))
                .hasMessage("'10.0.0/8' is not an address range such as 10.0.0.0/8");
    }

    /** Without a lookup, and without the mapping of IPv4-mapped addresses that Java's own reading would do. */
    private static InetAddress address(String text) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
