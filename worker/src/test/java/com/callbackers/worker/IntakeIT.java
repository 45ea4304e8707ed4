package com.callbackers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Durability;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.ArrivalMessage;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What came by the queue, the database having been away. */
class IntakeIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;

    IntakeIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isDeliveredOnceTheDatabaseIsBack() throws Exception {
        try (var receiver = RawServer.answering(OK);
                var worker = new WorkerUnderTest(folder)) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/")));
            worker.shutDatabase();
            var callback = worker.receiveByQueue(tenant, "hello");
            // when
            worker.openDatabase();
            // then
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            assertThat(worker.look(callback).entry().callback().durability()).isEqualTo(Durability.QUEUE);
            assertThat(receiver.requests()).hasSize(1);
            await().until(() -> worker.waiting("callbackers.intake") == 0);
        }
    }

    @Test
    void isThereOnceThoughItWasWrittenAlready() throws Exception {
        try (var receiver = RawServer.answering(OK);
                var worker = new WorkerUnderTest(folder)) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/")));
            var callback = worker.receive(tenant, "hello");
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            // when
            worker.queue(ArrivalMessage.write(new Arrival(callback, null)));
            // then
            var next = worker.receiveByQueue(tenant, "next");
            worker.awaitDelivery(next, DeliveryState.DELIVERED);
            assertThat(receiver.requests()).hasSize(2);
            assertThat(worker.look(callback).entry().callback().durability()).isEqualTo(Durability.JOURNAL);
        }
    }

    @Test
    void isSetAsideWhenItCannotBeRead() throws Exception {
        try (var worker = new WorkerUnderTest(folder)) {
            // when
            worker.queue(new byte[] {7, 7, 7});
            // then
            await().atMost(PATIENCE).until(() -> worker.waiting("callbackers.intake.set-aside") == 1);
            assertThat(worker.waiting("callbackers.intake")).isZero();
            await().atMost(PATIENCE)
                    .until(() -> worker.bean(MeterRegistry.class)
                                    .get("callbackers.unaccounted")
                                    .tag("cause", "set-aside")
                                    .gauge()
                                    .value()
                            == 1);
        }
    }

    @Test
    void goesBackToTheQueueWhenAWorkerStopsWithItInHand() throws Exception {
        try (var receiver = RawServer.answering(OK);
                var worker = new WorkerUnderTest(folder)) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/")));
            worker.shutDatabase();
            var callback = worker.receiveByQueue(tenant, "hello");
            await().until(() -> worker.bean(MeterRegistry.class)
                            .get("callbackers.worker.intake.in-hand")
                            .gauge()
                            .value()
                    == 1);
            // when
            worker.stop();
            // then
            await().atMost(PATIENCE).until(() -> worker.waiting("callbackers.intake") == 1);
            worker.openDatabase();
            worker.startAgain();
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
        }
    }

    private static String forward(String url) {
        return """
                rules:
                - name: all
                  actions:
                  - {name: erp, type: Forward, forward: {url: "%s"}}
                """.formatted(url);
    }
}
