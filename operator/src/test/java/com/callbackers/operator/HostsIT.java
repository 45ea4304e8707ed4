package com.callbackers.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets which host. */
@Tag("kubernetes")
class HostsIT {

    @RegisterExtension
    static final Kube KUBE = new Kube();

    private Scene scene;

    @BeforeEach
    void begin() {
        scene = new Scene(KUBE);
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    private void awaitConflictWithFirst() {
        scene.awaitTold("second", "Accepted=False HostConflict", "Ready=False HostConflict");
        assertThat(scene.message("second", "Accepted"))
                .isEqualTo("spec.hosts[0]: host " + scene.whole("shared") + " is held by route " + scene.tenant
                        + "/first; use another host or let that route give it up");
    }

    @Test
    void theFirstClaimOfAHostWinsUntilItsHolderTakesAnother() {
        // given
        scene.operator();
        scene.forward("first", scene.host("shared"));
        scene.awaitTold("first", "Ready=True Ready");

        // when
        scene.forward("second", scene.host("shared"));

        // then
        awaitConflictWithFirst();
        assertThat(scene.status("second").hosts()).singleElement().satisfies(host -> {
            assertThat(host.state()).isEqualTo("Conflict");
            assertThat(host.message()).isEqualTo("is held by route " + scene.tenant + "/first");
        });

        // when
        scene.forward("first", scene.host("other"));

        // then
        scene.awaitTold("second", "Ready=True Ready");
        scene.awaitTold("first", "Ready=True Ready");
        assertThat(scene.exposedHosts()).containsExactlyInAnyOrder(scene.whole("shared"), scene.whole("other"));
    }

    @Test
    void aHostIsFreeWhenItsHolderIsGone() {
        // given
        scene.operator();
        var first = scene.forward("first", scene.host("shared"));
        scene.awaitTold("first", "Ready=True Ready");
        scene.forward("second", scene.host("shared"));
        awaitConflictWithFirst();

        // when
        scene.delete(first);

        // then
        scene.awaitTold("second", "Ready=True Ready");
        assertThat(scene.compiled("first")).isEmpty();
        assertThat(scene.exposedHosts()).containsExactly(scene.whole("shared"));
    }

    @Test
    void aHolderThatTurnsBadKeepsItsHost() {
        // given
        scene.operator();
        scene.forward("first", scene.host("shared"));
        scene.awaitTold("first", "Ready=True Ready");
        scene.forward("second", scene.host("shared"));
        awaitConflictWithFirst();

        // when
        scene.route("first", Scene.forwardTo(scene.host("other"), "nope"));

        // then
        scene.awaitTold("first", "Accepted=False InvalidExpression");
        awaitConflictWithFirst();
        assertThat(scene.compiled("second")).isEmpty();
    }

    @Test
    void aRouteGetsAllOfItsHostsOrKeepsThoseItHad() {
        // given
        scene.operator();
        scene.forward("first", scene.host("shared"));
        scene.awaitTold("first", "Ready=True Ready");
        scene.forward("second", scene.host("own"));
        scene.awaitTold("second", "Ready=True Ready");

        // when
        scene.forward("second", scene.host("new") + ", " + scene.host("shared"));

        // then
        scene.awaitTold("second", "Accepted=False HostConflict");
        assertThat(scene.status("second").hosts())
                .extracting(host -> host.host() + " " + host.state())
                .containsExactly(scene.whole("own") + " Claimed", scene.whole("shared") + " Conflict");
        assertThat(scene.exposedHosts()).containsExactlyInAnyOrder(scene.whole("own"), scene.whole("shared"));
    }

    @Test
    void claimsOutliveTheOperator() {
        // given
        scene.operator();
        scene.forward("zz-first", scene.host("shared"));
        scene.awaitTold("zz-first", "Ready=True Ready");
        scene.forward("aa-second", scene.host("shared"));
        scene.awaitTold("aa-second", "Accepted=False HostConflict");

        // when
        scene.operator();

        // then
        scene.forward("third", scene.host("third"));
        scene.awaitTold("third", "Ready=True Ready");
        scene.awaitTold("zz-first", "Ready=True Ready");
        scene.awaitTold("aa-second", "Accepted=False HostConflict");
    }

    @Test
    void ofRoutesThatWereThereBeforeTheOperatorTheOldestWins() {
        // given
        scene.forward("zz-oldest", scene.host("shared"));
        var made = scene.route("zz-oldest").getMetadata().getCreationTimestamp();
        await().until(() -> {
            // timestamps are whole seconds
            var next = scene.forward("aa-newer", scene.host("shared"));
            if (next.getMetadata().getCreationTimestamp().equals(made)) {
                scene.delete(next);
                return false;
            }
            return true;
        });

        // when
        scene.operator();

        // then
        scene.awaitTold("zz-oldest", "Ready=True Ready");
        scene.awaitTold("aa-newer", "Accepted=False HostConflict");
    }

    @Test
    void aLabelThatIsAnotherNamespacesNameIsReservedForIt() {
        // given
        var other = scene.host("other");
        scene.namespace(other);
        scene.operator();

        // when
        scene.forward("card", other);

        // then
        scene.awaitTold("card", "Accepted=False HostNotPermitted", "Ready=False HostNotPermitted");
        assertThat(scene.message("card", "Accepted"))
                .isEqualTo("spec.hosts[0]: host " + other + ".callbackers.com is reserved for namespace " + other
                        + ", which has its name");
    }

    @Test
    void aNamespaceThatIsMadeLaterTakesNoHostAway() {
        // given
        scene.operator();
        var other = scene.host("other");
        scene.forward("card", other);
        scene.awaitTold("card", "Ready=True Ready");

        // when
        scene.namespace(other);
        scene.route(other, "own", "rules: []");

        // then
        await().untilAsserted(() -> assertThat(Scene.condition(
                                scene.client
                                        .resources(com.callbackers.resources.CallbackRoute.class)
                                        .inNamespace(other)
                                        .withName("own")
                                        .require()
                                        .getStatus()
                                        .conditions(),
                                "Accepted")
                        .orElseThrow()
                        .getReason())
                .isEqualTo("HostConflict"));
        scene.awaitTold("card", "Ready=True Ready");
    }

    @Test
    void aDelegatedHostIsForItsNamespacesOnlyAndTakenFromOthers() {
        // given
        scene.operator();
        scene.forward("card", scene.host("shop") + ", " + scene.host("own"));
        scene.awaitTold("card", "Ready=True Ready");
        var delegate = scene.host("delegate");
        scene.namespace(delegate);

        // when
        scene.operator(
                "hosts: {delegations: [{hosts: [" + scene.host("shop") + "], namespaces: [\"" + delegate + "*\"]}]}");

        // then
        scene.awaitTold("card", "Accepted=False HostNotPermitted");
        await().untilAsserted(() -> assertThat(scene.exposedHosts()).containsExactly(scene.whole("own")));
        assertThat(scene.compiled("card").orElseThrow().resource().getSpec().hosts())
                .containsExactly(scene.whole("own"));

        // when
        scene.route(delegate, "shop", Scene.forwardTo(scene.host("shop"), "true"));

        // then
        await().untilAsserted(() ->
                assertThat(scene.exposedHosts()).containsExactlyInAnyOrder(scene.whole("own"), scene.whole("shop")));
    }

    @Test
    void whereNobodyMayChooseEachNamespaceHasItsName() {
        // given
        scene.operator("hosts: {others: NamespaceName}");

        // when
        scene.forward("chosen", scene.host("chosen"));
        scene.route("own", "rules: []");

        // then
        scene.awaitTold("chosen", "Accepted=False HostNotPermitted");
        scene.awaitTold("own", "Ready=True Ready");
    }

    @Test
    void whereHostsAreDelegatedOnlyNobodyElseHasOne() {
        // given
        scene.operator("hosts: {others: Nobody, delegations: [{hosts: [\"*.shop.example.com\"], namespaces: ["
                + scene.tenant + "]}]}");

        // when
        scene.route("own", "rules: []");
        scene.forward("shop", scene.id + ".shop.example.com");

        // then
        scene.awaitTold("own", "Accepted=False HostNotPermitted");
        scene.awaitTold("shop", "Ready=True Ready");
    }
}
