package com.callbackers.expression;

import static com.callbackers.expression.Evaluating.failure;
import static com.callbackers.expression.Evaluating.value;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cidr('203.0.113.0/24').containsIP(request.remoteAddress)",
                "cidr('203.0.113.0/24').containsIP(ip(request.remoteAddress))",
                "!cidr('203.0.112.0/24').containsIP(request.remoteAddress)",
                "cidr('10.1.2.3/9').containsIP('10.127.255.255') && !cidr('10.1.2.3/9').containsIP('10.128.0.0')",
                "cidr('0.0.0.0/0').containsIP('255.255.255.255')",
                "cidr('1.2.3.4/32').containsIP('1.2.3.4') && !cidr('1.2.3.4/32').containsIP('1.2.3.5')",
                "cidr('2001:db8::/33').containsIP('2001:db8:7fff::1')",
                "!cidr('2001:db8::/33').containsIP('2001:db8:8000::1')",
                "!cidr('::/0').containsIP('10.0.0.1')",
                "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && cidr('10.0.0.0/8').containsCIDR(cidr('10.0.0.0/8'))",
                "!cidr('10.1.0.0/16').containsCIDR('10.0.0.0/8')",
                "cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.1.2.3/8').ip() == ip('10.1.2.3')",
                "cidr('10.1.2.3/8').prefixLength() == 8",
                "ip('10.0.0.1').family() == 4 && ip('::1').family() == 6",
                "ip('2001:DB8:0:0::1') == ip('2001:db8::1') && ip('::1') != ip('::2')",
                "string(ip('2001:DB8::1')) == '2001:db8::1' && string(cidr('10.0.0.0/8')) == '10.0.0.0/8'",
                "string(1) == '1'",
                "ip('127.0.0.1').isLoopback() && ip('0.0.0.0').isUnspecified()",
                "ip('169.254.1.1').isLinkLocalUnicast() && ip('224.0.0.5').isLinkLocalMulticast()",
                "ip('8.8.8.8').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast()",
                "isIP('1.2.3.4') && isIP('::1') && isCIDR('::/0')",
            })
    void knowsAddressesAndRanges(String source) {
        assertThat(value(source)).as(source).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "example.com",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "010.0.0.1",
                "0x7f.0.0.1",
                "2130706433",
                "",
                " 1.2.3.4",
                "::ffff:1.2.3.4",
                "fe80::1%eth0",
                "[::1]",
                "1.2.3.4:80"
            })
    void takesLiteralsOnlyAndNeverAsksForAName(String text) {
        assertThat(value("isIP('" + text + "')")).isEqualTo(false);
        assertThat(value("isCIDR('" + text + "/8')")).isEqualTo(false);
        assertThat(failure("ip('' + '" + text + "')")).isEqualTo("'ip' failed: not an IP address (at 1:3)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/8/8", "::/129"})
    void refusesWhatIsNoRange(String text) {
        assertThat(value("isCIDR('" + text + "')")).isEqualTo(false);
    }

    @Test
    void anAddressThatIsNoneIsToldInWords() {
        assertThat(failure("cidr('10.0.0.0/8').containsIP(request.host)"))
                .isEqualTo("'containsIP' failed: not an IP address (at 1:30)");
    }
}
