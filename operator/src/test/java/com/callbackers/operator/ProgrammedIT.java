package com.callbackers.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a route is said to be at work. */
@Tag("kubernetes")
class ProgrammedIT {

    @RegisterExtension
    static final Kube KUBE = new Kube();

    private Scene scene;

    @BeforeEach
    void begin() {
        scene = new Scene(KUBE);
        scene.operator();
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    @Test
    void isProgrammedWhenEveryReadyWorkerHoldsIt() {
        // given
        var slow = scene.worker("worker-2");
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");
        slow.stopReporting();

        // when
        scene.route("card", Scene.forwardTo(scene.host("card"), "text == ''"));

        // then
        scene.awaitTold("card", "Programmed=False Pending", "Ready=False Pending");
        await().untilAsserted(() ->
                assertThat(scene.message("card", "Programmed")).isEqualTo("1 of 2 workers hold generation 2"));

        // when
        slow.reportAgain();

        // then
        scene.awaitTold("card", "Ready=True Ready");
        assertThat(scene.message("card", "Programmed")).isEqualTo("2 of 2 workers hold generation 2");
    }

    @Test
    void aWorkerThatIsNotReadyIsNotWaitedFor() {
        // given
        var slow = scene.worker("worker-2");
        slow.stopReporting();
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Programmed=False Pending");

        // when
        slow.pod(false);

        // then
        scene.awaitTold("card", "Ready=True Ready");
    }

    @Test
    void whatAWorkerRefusesIsToldInItsWords() {
        // given
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");

        // when
        scene.worker.refuse(scene.tenant + "/card", "spec.rules[0].quota: is not a field here");

        // then
        scene.awaitTold("card", "Programmed=False Pending");
        assertThat(scene.message("card", "Programmed"))
                .isEqualTo("0 of 1 worker holds generation 1; worker-1 refuses it: "
                        + "spec.rules[0].quota: is not a field here");
    }

    @Test
    void withoutAWorkerNothingIsProgrammed() {
        // given
        scene.forward("card", scene.host("card"));
        scene.awaitTold("card", "Ready=True Ready");

        // when
        scene.worker.pod(false);

        // then
        scene.awaitTold("card", "Programmed=False Pending", "Ready=False Pending");
        assertThat(scene.message("card", "Programmed")).isEqualTo("no worker is ready to take generation 1");

        // when
        scene.worker.pod(true);

        // then
        scene.awaitTold("card", "Ready=True Ready");
    }
}
