package com.callbackers.worker.outbound;

import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Timings;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** What went wrong with a request, in words for the people who look at the attempt. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static Outcome outcome(Throwable error, String place, Duration timeout, Stopwatch watch) {
        var timings = watch.timings();
        return switch (error) {
            case ForbiddenRequestException forbidden -> new Outcome.Forbidden(words(forbidden), timings);
            case TimeoutException late -> new Outcome.TimedOut(late(timeout, watch), timings);
            default -> new Outcome.Unreachable(unreachable(error, place, timings), timings);
        };
    }

    private static String words(ForbiddenRequestException forbidden) {
        return String.valueOf(forbidden.getMessage());
    }

    private static String late(Duration timeout, Stopwatch watch) {
        var seconds = "%.1f".formatted(timeout.toMillis() / 1000.0).replaceFirst("\\.0$", "") + " s";
        if (watch.hasAnswer()) {
            return "the answer was not complete within " + seconds;
        }
        return watch.hasConnected() ? "no answer within " + seconds : "no connection within " + seconds;
    }

    private static String unreachable(Throwable error, String place, Timings timings) {
        return switch (error) {
            case ConnectTimeoutException e -> place + " did not take the connection in time";
            case NoRouteToHostException e -> "there is no way to " + place;
            case ConnectException e ->
                says(e, "refused") ? place + " refused the connection" : "no connection to " + place;
            case UnknownHostException e ->
                e.getCause() == null
                        ? "no address was found for " + place
                        : "the name server gave no address for " + place;
            case SSLException e -> "TLS: " + tls(e, place);
            case PrematureCloseException e -> "the connection was closed " + moment(timings);
            case ClosedChannelException e -> "the connection was closed " + moment(timings);
            case PoolAcquireTimeoutException e -> "no connection to " + place + " was free in time";
            case PoolAcquirePendingLimitException e -> "too many requests wait for a connection to " + place;
            case TooLongFrameException e -> "the answer's head is too long";
            case DecoderException e when e.getCause() instanceof SSLException tls -> "TLS: " + tls(tls, place);
            case DecoderException e -> "the answer is not HTTP";
            case IllegalArgumentException e -> "the answer is not HTTP";
            case IOException e -> "the connection was reset " + moment(timings);
            default -> unforeseen(error);
        };
    }

    private static String moment(Timings timings) {
        return timings.firstByteMillis() == null ? "before an answer came" : "before the answer was complete";
    }

    private static String tls(SSLException error, String place) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return "the certificate of " + place + " is not one that is trusted";
            }
            if (cause instanceof CertificateException && says(cause, "No ")) {
                return "the certificate of " + place + " is for another name";
            }
            if (cause instanceof CertificateException && says(cause, "expired")) {
                return "the certificate of " + place + " has expired";
            }
        }
        return error instanceof NotSslRecordException || says(error, "plaintext")
                ? place + " does not speak TLS"
                : "no agreement with " + place;
    }

    private static boolean says(Throwable error, String word) {
        return error.getMessage() != null && error.getMessage().contains(word);
    }

    /** The message of an unknown error may hold anything, so only its kind is told, and only to the log. */
    private static String unforeseen(Throwable error) {
        LOG.atWarn()
                .setMessage("request failed in an unforeseen way")
                .addKeyValue("kind", error.getClass().getName())
                .log();
        return "the request failed in a way that has no words yet";
    }
}
