package com.callbackers.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.springframework.context.SmartLifecycle;

/**
 * Takes any request: reads it, has it written down, answers.
 *
 * <p>It works right behind the server's HTTP codec, where the target and the headers still are what the sender wrote.
 */
final class Intake implements SmartLifecycle {

    /** What tells a connection that the edge is stopping. */
    static final Object STOPPING = new Object();

    private final Ladder ladder;
    private final int bodyLimit;
    private final Room room;
    private final TrustedProxies proxies;
    private final Answers answers;
    private final EdgeMetrics metrics;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean running;
    private volatile boolean stopping;

    Intake(Ladder ladder, EdgeSettings settings, Room room, EdgeMetrics metrics) {
        this.ladder = ladder;
        this.bodyLimit = (int) settings.bodyLimit().toBytes();
        this.room = room;
        this.proxies = new TrustedProxies(settings.trustedProxies());
        this.answers = new Answers(settings.retryAfter());
        this.metrics = metrics;
    }

    /** For one connection. */
    ChannelHandler handler() {
        return new Conversation(this);
    }

    Ladder ladder() {
        return ladder;
    }

    int bodyLimit() {
        return bodyLimit;
    }

    Room room() {
        return room;
    }

    TrustedProxies proxies() {
        return proxies;
    }

    EdgeMetrics metrics() {
        return metrics;
    }

    Answers answers() {
        return answers;
    }

    void opened(Channel connection) {
        connections.add(connection);
    }

    boolean isStopping() {
        return stopping;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** Before the server closes what is open: requests that have begun are finished. */
    @Override
    public void stop(Runnable stopped) {
        running = false;
        stopping = true;
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(STOPPING));
        connections.newCloseFuture().addListener(closed -> stopped.run());
    }
}
