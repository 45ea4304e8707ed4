package com.callbackers.edge;

import com.callbackers.callback.Callback;
import com.callbackers.journal.Arrival;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The intake on a port of its own, with a list for a journal and an allocator that knows what was not released. */
final class IntakeServer implements AutoCloseable {

    final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Room room;

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    private final DisposableServer server;

    private IntakeServer(Map<String, ?> settings, Function<Arrival, Mono<Void>> journal) {
        EdgeSettings bound = settings(settings);
        room = new Room(bound.bodiesInMemory().toBytes());
        Intake intake = new Intake(
                Ladder.of((arrival, teller) -> journal.apply(arrival).doOnSuccess(done -> arrivals.add(arrival))),
                bound,
                room,
                new EdgeMetrics(meters, room));
        HttpServer bare = HttpServer.create()
                .bindAddress(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .childOption(ChannelOption.ALLOCATOR, memory);
        server = PublicPort.taken(bare, bound, intake).bindNow();
    }

    static IntakeServer start(String... settings) {
        return start(arrival -> Mono.empty(), settings);
    }

    /** @param settings names and values in turn */
    static IntakeServer start(Function<Arrival, Mono<Void>> journal, String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put("callbackers.edge." + settings[i], settings[i + 1]);
        }
        return new IntakeServer(map, journal);
    }

    static EdgeSettings settings(Map<String, ?> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("callbackers.edge", EdgeSettings.class);
    }

    RawSender sender() {
        return new RawSender(server.port());
    }

    Callback callback() {
        return arrivals.getLast().callback();
    }

    /** Of Netty's buffers, heap and direct. */
    long memoryInUse() {
        return memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
