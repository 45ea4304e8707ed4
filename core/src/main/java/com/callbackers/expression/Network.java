package com.callbackers.expression;

import com.google.common.net.InetAddresses;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Addresses and ranges as Kubernetes' own CEL has them: literals only, no name is ever resolved. */
final class Network {

    private static final CelType IP = OpaqueType.create("net.IP");
    private static final CelType CIDR = OpaqueType.create("net.CIDR");
    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType BOOL = SimpleType.BOOL;

    private Network() {}

    static List<CelFunctionDecl> declarations() {
        return List.of(
                function("isIP", CelOverloadDecl.newGlobalOverload("is_ip", BOOL, TEXT)),
                function("isCIDR", CelOverloadDecl.newGlobalOverload("is_cidr", BOOL, TEXT)),
                function(
                        "ip",
                        CelOverloadDecl.newGlobalOverload("string_to_ip", IP, TEXT),
                        CelOverloadDecl.newMemberOverload("cidr_ip", IP, CIDR)),
                function("cidr", CelOverloadDecl.newGlobalOverload("string_to_cidr", CIDR, TEXT)),
                function(
                        "string",
                        CelOverloadDecl.newGlobalOverload("ip_to_string", TEXT, IP),
                        CelOverloadDecl.newGlobalOverload("cidr_to_string", TEXT, CIDR)),
                function("family", CelOverloadDecl.newMemberOverload("ip_family", SimpleType.INT, IP)),
                function("isUnspecified", CelOverloadDecl.newMemberOverload("ip_is_unspecified", BOOL, IP)),
                function("isLoopback", CelOverloadDecl.newMemberOverload("ip_is_loopback", BOOL, IP)),
                function(
                        "isLinkLocalMulticast",
                        CelOverloadDecl.newMemberOverload("ip_is_link_local_multicast", BOOL, IP)),
                function("isLinkLocalUnicast", CelOverloadDecl.newMemberOverload("ip_is_link_local_unicast", BOOL, IP)),
                function("isGlobalUnicast", CelOverloadDecl.newMemberOverload("ip_is_global_unicast", BOOL, IP)),
                function(
                        "containsIP",
                        CelOverloadDecl.newMemberOverload("cidr_contains_ip_ip", BOOL, CIDR, IP),
                        CelOverloadDecl.newMemberOverload("cidr_contains_ip_string", BOOL, CIDR, TEXT)),
                function(
                        "containsCIDR",
                        CelOverloadDecl.newMemberOverload("cidr_contains_cidr", BOOL, CIDR, CIDR),
                        CelOverloadDecl.newMemberOverload("cidr_contains_cidr_string", BOOL, CIDR, TEXT)),
                function("masked", CelOverloadDecl.newMemberOverload("cidr_masked", CIDR, CIDR)),
                function(
                        "prefixLength", CelOverloadDecl.newMemberOverload("cidr_prefix_length", SimpleType.INT, CIDR)));
    }

    static Collection<CelFunctionBinding> bindings() {
        var bindings = new ArrayList<CelFunctionBinding>();
        bind(bindings, "isIP", CelFunctionBinding.from("is_ip", String.class, Network::isAddress));
        bind(bindings, "isCIDR", CelFunctionBinding.from("is_cidr", String.class, Network::isRange));
        bind(
                bindings,
                "ip",
                CelFunctionBinding.from("string_to_ip", String.class, IpAddress::parse),
                CelFunctionBinding.from("cidr_ip", IpRange.class, IpRange::address));
        bind(bindings, "cidr", CelFunctionBinding.from("string_to_cidr", String.class, IpRange::parse));
        bind(bindings, "family", CelFunctionBinding.from("ip_family", IpAddress.class, IpAddress::family));
        bind(bindings, "isUnspecified", CelFunctionBinding.from("ip_is_unspecified", IpAddress.class, ip -> ip.inet()
                .isAnyLocalAddress()));
        bind(bindings, "isLoopback", CelFunctionBinding.from("ip_is_loopback", IpAddress.class, ip -> ip.inet()
                .isLoopbackAddress()));
        bind(
                bindings,
                "isLinkLocalMulticast",
                CelFunctionBinding.from("ip_is_link_local_multicast", IpAddress.class, IpAddress::linkLocalMulticast));
        bind(
                bindings,
                "isLinkLocalUnicast",
                CelFunctionBinding.from("ip_is_link_local_unicast", IpAddress.class, ip -> ip.inet()
                        .isLinkLocalAddress()));
        bind(
                bindings,
                "isGlobalUnicast",
                CelFunctionBinding.from("ip_is_global_unicast", IpAddress.class, IpAddress::globalUnicast));
        bind(
                bindings,
                "containsIP",
                CelFunctionBinding.from("cidr_contains_ip_ip", IpRange.class, IpAddress.class, IpRange::contains),
                CelFunctionBinding.from(
                        "cidr_contains_ip_string",
                        IpRange.class,
                        String.class,
                        (range, ip) -> range.contains(IpAddress.parse(ip))));
        bind(
                bindings,
                "containsCIDR",
                CelFunctionBinding.from("cidr_contains_cidr", IpRange.class, IpRange.class, IpRange::contains),
                CelFunctionBinding.from(
                        "cidr_contains_cidr_string",
                        IpRange.class,
                        String.class,
                        (range, other) -> range.contains(IpRange.parse(other))));
        bind(bindings, "masked", CelFunctionBinding.from("cidr_masked", IpRange.class, IpRange::masked));
        bind(bindings, "prefixLength", CelFunctionBinding.from("cidr_prefix_length", IpRange.class, range ->
                (long) range.prefix()));
        // 'string' is bound beside the standard overloads, which have been merged by name already.
        bindings.add(CelFunctionBinding.from("ip_to_string", IpAddress.class, IpAddress::toString));
        bindings.add(CelFunctionBinding.from("cidr_to_string", IpRange.class, IpRange::toString));
        return bindings;
    }

    static boolean isAddress(String text) {
        return text.indexOf('%') < 0
                && InetAddresses.isInetAddress(text)
                && (text.indexOf(':') < 0 || InetAddresses.forString(text).getAddress().length == 16);
    }

    static boolean isRange(String text) {
        try {
            IpRange.parse(text);
            return true;
        } catch (UnusableException e) {
            return false;
        }
    }

    private static CelFunctionDecl function(String name, CelOverloadDecl... overloads) {
        return CelFunctionDecl.newFunctionDeclaration(name, overloads);
    }

    private static void bind(List<CelFunctionBinding> bindings, String function, CelFunctionBinding... overloads) {
        bindings.addAll(CelFunctionBinding.fromOverloads(function, overloads));
    }
}
