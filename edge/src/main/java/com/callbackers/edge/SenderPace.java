package com.callbackers.edge;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds the sender of one connection to its time and its share, behind the HTTP codec.
 *
 * <p>A head and a body each have to be whole within the read timeout, however steadily they trickle in; a timeout
 * counted from byte to byte would let a slow sender stay for ever. At most one request is read ahead of the one that is
 * being answered, since the server would queue any number of pipelined ones. A body that nobody wants is read on for a
 * while, so that the sender sees the answer instead of a connection reset, but not without end.
 */
@SuppressWarnings("FutureReturnValueIgnored") // writes tell their promise; a close needs nobody to see it
final class SenderPace extends ChannelDuplexHandler {

    /** What is read of a body beyond the limit, to be thrown away. */
    private static final long SWALLOWED = 8L * 1024 * 1024;

    private final long readNanos;
    private final long idleNanos;
    private final long mostBytes;

    private int unanswered;
    private boolean headBegun;
    private boolean bodyOpen;
    private boolean overrun;
    private boolean timedOut;
    private boolean messageRead;
    private boolean informational;
    private long bodyBytes;
    private long since = System.nanoTime();
    private @Nullable Future<?> check;

    SenderPace(Duration readTimeout, Duration idleTimeout, long bodyLimit) {
        this.readNanos = readTimeout.toNanos();
        this.idleNanos = idleTimeout.toNanos();
        this.mostBytes = bodyLimit + SWALLOWED;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        long everyNanos = Math.max(Math.min(readNanos, idleNanos) / 4, 1_000_000);
        check = ctx.executor()
                .scheduleWithFixedDelay(() -> checkTime(ctx), everyNanos, everyNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (check != null) {
            check.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        messageRead = true;
        if (message instanceof HttpRequest) {
            unanswered++;
            headBegun = false;
            bodyOpen = true;
            bodyBytes = 0;
            since = System.nanoTime();
        }
        if (message instanceof HttpContent content) {
            bodyBytes += content.content().readableBytes();
            overrun |= bodyBytes > mostBytes;
        }
        if (overrun && unanswered == 0) {
            ReferenceCountUtil.release(message);
            ctx.close();
            return;
        }
        if (overrun || unanswered > 1) {
            ctx.channel().config().setAutoRead(false); // the server goes on when it comes to the next request
        }
        if (message instanceof LastHttpContent) {
            bodyOpen = false;
            since = System.nanoTime();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!messageRead && !bodyOpen && !headBegun) {
            headBegun = true; // bytes came in that make no whole head yet
            since = System.nanoTime();
        }
        messageRead = false;
        ctx.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (!(message instanceof LastHttpContent) || informational) {
            ctx.write(message, promise);
            return;
        }
        unanswered--;
        since = System.nanoTime();
        ctx.write(message, overrun ? promise.unvoid().addListener(ChannelFutureListener.CLOSE) : promise);
    }

    private void checkTime(ChannelHandlerContext ctx) {
        long waited = System.nanoTime() - since;
        if (bodyOpen && unanswered <= 1 && waited > readNanos) {
            bodyIsLate(ctx);
        } else if (headBegun && waited > readNanos) {
            headIsLate(ctx);
        } else if (!bodyOpen && unanswered == 0 && waited > idleNanos) {
            ctx.close();
        }
    }

    private void bodyIsLate(ChannelHandlerContext ctx) {
        if (unanswered == 0 || timedOut) {
            ctx.close();
        } else {
            timedOut = true;
            ctx.fireExceptionCaught(ReadTimeoutException.INSTANCE);
        }
    }

    private void headIsLate(ChannelHandlerContext ctx) {
        if (unanswered > 0) {
            ctx.close();
            return;
        }
        var late = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_TIMEOUT, Unpooled.EMPTY_BUFFER);
        late.headers()
                .setInt(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(late).addListener(ChannelFutureListener.CLOSE);
    }
}
