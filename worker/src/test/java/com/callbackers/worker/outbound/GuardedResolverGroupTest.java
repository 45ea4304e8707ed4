package com.callbackers.worker.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Against a name server that lies; nothing is connected. */
class GuardedResolverGroupTest {

    private static final String PUBLIC = "93.184.215.14";
    private static final InetSocketAddress ASKED = InetSocketAddress.createUnresolved("rebind.example", 443);

    private final Queue<List<String>> answers = new ArrayDeque<>();
    private final GuardedResolverGroup guarded =
            new GuardedResolverGroup(new Lying(answers), new OutboundGuard(List.of()));

    @Test
    void ofSeveralAddressesThoseInsideAreLeftOut() {
        // given
        answers.add(List.of("127.0.0.1", PUBLIC, "169.254.169.254", "::1", "10.0.0.1"));

        // then
        assertThat(resolved(resolver().resolveAll(ASKED))).containsExactly(PUBLIC);
    }

    @Test
    void theFirstThatIsNotInsideIsTaken() {
        // given
        answers.add(List.of("192.168.0.1", PUBLIC));

        // then
        assertThat(resolver().resolve(ASKED).getNow().getAddress().getHostAddress())
                .isEqualTo(PUBLIC);
    }

    @Test
    void everyLookupIsCheckedAnew() {
        // given
        answers.add(List.of(PUBLIC));
        answers.add(List.of("127.0.0.1"));

        // when
        var first = resolver().resolveAll(ASKED);
        var second = resolver().resolveAll(ASKED);

        // then
        assertThat(resolved(first)).containsExactly(PUBLIC);
        assertThat(second.cause())
                .isInstanceOf(ForbiddenRequestException.class)
                .hasMessage("the address of rebind.example is not one that routes may reach");
    }

    @Test
    void anAddressThatIsKnownAlreadyIsCheckedToo() {
        // when
        var inside = resolver().resolveAll(new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));

        // then
        assertThat(inside.cause()).isInstanceOf(ForbiddenRequestException.class);
    }

    private AddressResolver<InetSocketAddress> resolver() {
        return guarded.getResolver(ImmediateEventExecutor.INSTANCE);
    }

    private static List<String> resolved(Future<List<InetSocketAddress>> found) {
        return found.getNow().stream()
                .map(address -> address.getAddress().getHostAddress())
                .toList();
    }

    /** Gives each lookup the next of some answers. */
    private static final class Lying extends AddressResolverGroup<InetSocketAddress> {

        private final Queue<List<String>> answers;

        Lying(Queue<List<String>> answers) {
            this.answers = answers;
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {

                @Override
                protected boolean doIsResolved(InetSocketAddress address) {
                    return !address.isUnresolved();
                }

                @Override
                protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
                    promise.setSuccess(next(address).getFirst());
                }

                @Override
                protected void doResolveAll(InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
                    promise.setSuccess(next(address));
                }
            };
        }

        private List<InetSocketAddress> next(InetSocketAddress asked) {
            return answers.remove().stream()
                    .map(text ->
                            new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(text), asked.getPort()))
                    .toList();
        }
    }
}
