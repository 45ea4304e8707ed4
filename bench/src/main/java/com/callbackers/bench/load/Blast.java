package com.callbackers.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Posts callbacks over many connections, one at a time on each, with little work of its own: all on one thread, with one
 * request that is made beforehand.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is written is answered, or the answer is missed
public final class Blast implements AutoCloseable {

    private static final ByteBuf END_OF_HEAD = Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII);
    private static final ByteBuf ID = Unpooled.copiedBuffer("callback-id: ", StandardCharsets.US_ASCII);
    private static final ByteBuf LENGTH = Unpooled.copiedBuffer("content-length: ", StandardCharsets.US_ASCII);
    private static final int BODY = 1_024;
    private static final int ACCEPTED = 202;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuf request;

    // all of these are the loop's alone
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final ArrayDeque<Long> late = new ArrayDeque<>();
    private Histogram micros = new Histogram(3);
    private boolean closedLoop;
    private boolean stopped = true;
    private int open;
    private long answered;
    private long failures;
    private @Nullable List<Sent> kept;

    /**
     * What came of it.
     *
     * @param failures answers other than 202
     * @param micros from when a request was due to its answer
     */
    public record Result(long answered, long failures, Duration time, Histogram micros) {

        public double perSecond() {
            return answered * 1e9 / time.toNanos();
        }
    }

    /** @param host whose callbacks they are */
    public Blast(int port, String host, int connections) {
        this.request = request(host);
        var bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        var connection = new Connection(channel);
                        channel.pipeline().addLast(connection);
                        Blast.this.connections.add(connection);
                    }
                });
        for (var i = 0; i < connections; i++) {
            bootstrap.connect("127.0.0.1", port).syncUninterruptibly();
        }
    }

    private static ByteBuf request(String host) {
        var body = "{\"text\": \"ok 1,200won " + "x".repeat(BODY - 25) + "\"}";
        return Unpooled.directBuffer()
                .writeBytes("""
                        POST /card HTTP/1.1\r
                        host: %s\r
                        content-type: application/json\r
                        user-agent: bench/1\r
                        content-length: %d\r
                        \r
                        %s""".formatted(host, body.length(), body).getBytes(StandardCharsets.US_ASCII));
    }

    /** Each connection sends as soon as it has its answer. */
    public Result closed(Duration time) {
        begin(true);
        var begin = System.nanoTime();
        on(() -> List.copyOf(connections).forEach(connection -> connection.send(System.nanoTime())));
        LockSupport.parkNanos(time.toNanos());
        return end(begin);
    }

    /** As {@link #open}, and gives what was answered, each with its id. */
    public List<Sent> keep(int perSecond, Duration time) {
        var all = new ArrayList<Sent>();
        on(() -> kept = all);
        open(perSecond, time);
        on(() -> kept = null);
        return all;
    }

    /** At fixed times whatever the answers do; one that finds no connection free waits, and that counts. */
    public Result open(int perSecond, Duration time) {
        begin(false);
        var begin = System.nanoTime();
        var between = 1_000_000_000L / perSecond;
        var due = begin;
        while (due - begin < time.toNanos()) {
            var now = System.nanoTime();
            if (now < due) {
                LockSupport.parkNanos(due - now);
                continue;
            }
            var first = due;
            var count = (now - due) / between + 1;
            due += count * between;
            loop.execute(() -> {
                for (var i = 0; i < count; i++) {
                    send(first + i * between);
                }
            });
        }
        return end(begin);
    }

    private void begin(boolean closed) {
        on(() -> {
            closedLoop = closed;
            stopped = false;
            micros = new Histogram(3);
            answered = 0;
            failures = 0;
            late.clear();
            free.clear();
            free.addAll(connections);
        });
    }

    private Result end(long begin) {
        var result = new CompletableFuture<Result>();
        loop.execute(() -> {
            stopped = true;
            result.complete(new Result(answered, failures, Duration.ofNanos(System.nanoTime() - begin), micros));
        });
        var whole = result.join();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline && on(() -> open) > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return whole;
    }

    private void send(long due) {
        var connection = free.poll();
        if (connection == null) {
            late.add(due);
        } else {
            connection.send(due);
        }
    }

    private void on(Runnable task) {
        loop.submit(task).syncUninterruptibly();
    }

    private int on(Callable<Integer> task) {
        return loop.submit(task).syncUninterruptibly().getNow();
    }

    private final class Connection extends ChannelInboundHandlerAdapter {

        private final Channel channel;
        private final ByteBuf answer = Unpooled.buffer(512);
        private long due;

        Connection(Channel channel) {
            this.channel = channel;
        }

        void send(long when) {
            due = when;
            open++;
            channel.writeAndFlush(request.retainedDuplicate(), channel.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            var bytes = (ByteBuf) message;
            answer.writeBytes(bytes);
            bytes.release();
            if (isWhole()) {
                over();
            }
        }

        private boolean isWhole() {
            var head = ByteBufUtil.indexOf(END_OF_HEAD, answer);
            if (head < 0) {
                return false;
            }
            var at = ByteBufUtil.indexOf(LENGTH, answer);
            var length = 0;
            for (var i = at + LENGTH.readableBytes(); at >= 0 && answer.getByte(i) >= '0'; i++) {
                length = 10 * length + answer.getByte(i) - '0';
            }
            return answer.readableBytes() >= head + END_OF_HEAD.readableBytes() + length;
        }

        private void over() {
            open--;
            if (!stopped) {
                answered++;
                failures += status() == ACCEPTED ? 0 : 1;
                micros.recordValue((System.nanoTime() - due) / 1_000);
                keep();
            }
            answer.clear();
            if (stopped) {
                return;
            }
            var waiting = late.poll();
            if (closedLoop) {
                send(System.nanoTime());
            } else if (waiting != null) {
                send(waiting);
            } else {
                free.add(this);
            }
        }

        private void keep() {
            if (kept != null) {
                var at = ByteBufUtil.indexOf(ID, answer) + ID.readableBytes();
                var sent = new Sent(due);
                sent.answered(status(), answer.toString(at, 36, StandardCharsets.US_ASCII), "");
                kept.add(sent);
            }
        }

        private int status() {
            return 100 * (answer.getByte(9) - '0') + 10 * (answer.getByte(10) - '0') + answer.getByte(11) - '0';
        }
    }

    @Override
    public void close() {
        connections.forEach(connection -> connection.channel.close());
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        request.release();
    }
}
