package com.callbackers.console.pages;

import com.callbackers.console.call.Patience;
import com.callbackers.console.login.Access;
import com.callbackers.journal.Batches;
import com.callbackers.journal.Batches.Batch;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;

/** How far is what is made again together; a part of other pages. */
@Controller
final class BatchesPage {

    private static final Duration LOOK_BACK = Duration.ofHours(1);

    private final Batches batches;
    private final Clock clock;

    BatchesPage(Batches batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @GetMapping("/batches")
    Mono<Rendering> page(@RequestAttribute(Access.ATTRIBUTE) Access access) {
        return batches.list(access.whose(), clock.instant().minus(LOOK_BACK))
                .map(found -> Rendering.view("batches")
                        .modelAttribute("batches", found)
                        .modelAttribute("running", found.stream().anyMatch(Batch::isRunning))
                        .build())
                .transform(Patience::limited);
    }
}
