package com.callbackers.edge;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests of one connection, one after another; what is read of the next one waits for the answer before it. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails has its connection closed, and nobody to tell
final class Conversation extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private final Intake intake;
    private final Queue<Object> ahead = new ArrayDeque<>();
    private @Nullable Visit visit;
    private boolean bodyAwaited;
    private boolean goingOn;
    private boolean closing;

    Conversation(Intake intake) {
        this.intake = intake;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        intake.opened(ctx.channel());
        ctx.channel().config().setAutoRead(true);
        ctx.fireChannelActive();
        if (intake.isStopping()) {
            ctx.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
        } else if (ahead.isEmpty() && isItsTurn(message)) {
            take(ctx, message);
        } else {
            ahead.add(message);
        }
    }

    private boolean isItsTurn(Object message) {
        return visit == null || !(message instanceof HttpRequest);
    }

    /** What is left of a body that is not wanted is let go here too. */
    private void take(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest head) {
                begin(ctx, head);
            }
            Visit current = visit;
            if (message instanceof HttpContent part && current != null && current.isReading()) {
                bodyAwaited = false;
                current.read(part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        Visit next = new Visit(head, ctx.channel(), intake, receipt -> answer(ctx, head, receipt));
        visit = next;
        bodyAwaited = HttpUtil.is100ContinueExpected(head);
        next.begin();
        if (bodyAwaited && next.isReading()) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest head, Receipt receipt) {
        visit = null;
        FullHttpResponse response = intake.answers().to(head, receipt);
        // Of a sender that waits to be asked for its body, nobody knows whether the body comes.
        boolean open = HttpUtil.isKeepAlive(head) && receipt.leavesOpen() && !bodyAwaited && !intake.isStopping();
        HttpUtil.setKeepAlive(response.headers(), head.protocolVersion(), open);
        if (open) {
            ctx.writeAndFlush(response, ctx.voidPromise());
            goOn(ctx);
        } else {
            closing = true;
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Not within itself, though a request may be answered as soon as it is taken. */
    private void goOn(ChannelHandlerContext ctx) {
        if (goingOn || ahead.isEmpty()) {
            return;
        }
        goingOn = true;
        for (Object next = ahead.peek(); next != null && !closing && isItsTurn(next); next = ahead.peek()) {
            take(ctx, ahead.remove());
        }
        goingOn = false;
        if (ahead.isEmpty()) {
            ctx.channel().config().setAutoRead(true); // its pace may have stopped it
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event != Intake.STOPPING) {
            ctx.fireUserEventTriggered(event);
        } else if (visit == null) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Visit current = visit;
        if (cause instanceof ReadTimeoutException && current != null) {
            current.late();
            return;
        }
        if (!(cause instanceof IOException)) {
            log.error("A connection failed in a way that nobody foresaw", cause);
        }
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Visit current = visit;
        if (current != null) {
            current.gone();
            visit = null;
        }
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        ctx.fireChannelInactive();
    }
}
