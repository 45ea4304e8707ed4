package com.callbackers.worker.deliver;

import com.callbackers.journal.Claim;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Takes what has just been decided in hand, without the way over the queue. */
public interface Hands {

    /** How many there are for so many deliveries: all, or none when they are not free soon. They are to be given back. */
    Mono<Integer> take(int wanted);

    /** How long what is in hand is held. */
    Duration lease();

    /** Delivers what was claimed for hands that were taken, and gives each back when it is done. */
    void deliver(List<Claim> claims);

    /** Gives back what nothing was claimed for. */
    void giveBack(int unused);
}
