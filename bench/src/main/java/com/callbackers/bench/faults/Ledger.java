package com.callbackers.bench.faults;

import com.callbackers.bench.house.Waiting;
import com.callbackers.bench.load.Sender;
import com.callbackers.bench.load.Sent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Lets faults happen one after another under load, and counts what became of each request around them. */
final class Ledger {

    private static final long CALM_MILLIS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Stage stage;
    private final Sender sender;
    private final long holdMillis;

    /** @param hold how long a fault lasts */
    Ledger(Stage stage, Sender sender, Duration hold) {
        this.stage = stage;
        this.sender = sender;
        this.holdMillis = hold.toMillis();
    }

    Entry enter(Fault fault) {
        var begin = System.nanoTime();
        Waiting.pause(CALM_MILLIS);
        fault.breaks().accept(stage);
        Waiting.pause(holdMillis);
        fault.mends().accept(stage);
        var mended = System.nanoTime();
        Waiting.until("requests to be accepted after: " + fault.name(), PATIENCE, this::isAccepting);
        Waiting.pause(CALM_MILLIS);
        var end = System.nanoTime();
        var sent = sender.since(begin).stream().filter(one -> one.at() < end).toList();
        Waiting.until("every request to be over", PATIENCE, () -> sent.stream().allMatch(Sent::isOver));
        var drained = awaitDelivered(sent, mended);
        return entry(fault, sent, begin, end, drained);
    }

    /** Everything of the last second was accepted. */
    private boolean isAccepting() {
        var last = sender.since(System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
        var over = last.stream().filter(Sent::isOver).toList();
        return over.size() > last.size() / 2 && over.stream().allMatch(Sent::isAccepted);
    }

    /** @return how long it took, or how long it was waited in vain */
    private long awaitDelivered(List<Sent> sent, long since) {
        var accepted = ids(sent);
        while (!accepted.stream().allMatch(id -> stage.receiver().received(id) > 0)
                && System.nanoTime() - since < PATIENCE.toNanos()) {
            Waiting.pause(50);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }

    private Entry entry(Fault fault, List<Sent> sent, long begin, long end, long drained) {
        var accepted = ids(sent);
        var recorded = recorded(accepted);
        var received = stage.receiver();
        var delivered =
                accepted.stream().filter(id -> received.received(id) > 0).toList();
        return new Entry(
                fault.name(),
                sent.size(),
                accepted.size(),
                count(sent, one -> one.durability().equals("queue")),
                count(sent, one -> one.status() >= 500),
                count(sent, one -> one.status() >= 400 && one.status() < 500),
                count(sent, one -> one.status() == 0),
                recorded.size(),
                delivered.size(),
                (int) accepted.stream().filter(id -> received.received(id) > 1).count(),
                longestGap(sent, begin, end),
                drained,
                (int) accepted.stream()
                        .filter(id -> received.received(id) == 0 || !recorded.contains(id))
                        .count());
    }

    private static List<String> ids(List<Sent> sent) {
        return sent.stream()
                .filter(Sent::isAccepted)
                .map(one -> Objects.requireNonNull(one.id(), "a 2xx without callback-id"))
                .toList();
    }

    private static int count(List<Sent> sent, Predicate<Sent> which) {
        return (int) sent.stream().filter(which).count();
    }

    private static long longestGap(List<Sent> sent, long begin, long end) {
        var times = sent.stream()
                .filter(Sent::isAccepted)
                .map(Sent::answeredAt)
                .filter(at -> at < end)
                .sorted()
                .toList();
        var before = begin;
        var longest = 0L;
        for (var at : times) {
            longest = Math.max(longest, at - before);
            before = at;
        }
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, end - before));
    }

    private Set<String> recorded(List<String> ids) {
        try (var connection = stage.postgres().database().connect();
                var query = connection.prepareStatement("select id::text from callbacks where id = any(?::uuid[])")) {
            query.setArray(1, connection.createArrayOf("text", ids.toArray()));
            var found = new HashSet<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
