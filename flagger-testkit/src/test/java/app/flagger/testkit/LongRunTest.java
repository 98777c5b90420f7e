package app.flagger.testkit;

import static app.flagger.testkit.Policies.policy;
import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.PlugException;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.TrafficRouter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is printed of runs that last for days, and why they did not end. */
class LongRunTest {
    private static final Simulation STEPS =
            policy("stepWeight: 20\nmaxWeight: 60").requestsPerSecond(1);
    private static final String GATE =
            "stepWeight: 20\nmaxWeight: 60\nwebhooks: [{name: gate, type: confirm-promotion, url: 'http://gates.test/gate'}]";

    @Test
    void theTextOfALongRunHasItsBeginningAndItsEnd() {
        Run run = policy(GATE)
                .requestsPerSecond(1)
                .fault(Faults.on(HookCaller.class).error(PlugException.Kind.TRANSIENT))
                .run();
        Timeline timeline = run.timeline();

        assertThat(timeline.entries()).hasSizeGreaterThan(1000);
        assertThat(timeline.toString().lines())
                .hasSize(121)
                .startsWith(timeline.entries().get(0).toString())
                .contains("… " + (timeline.entries().size() - 120) + " more …")
                .endsWith(timeline.entries().get(timeline.entries().size() - 1).toString());
        assertThat(run.toString().lines().count()).isLessThan(160);
    }

    @Test
    void whereManyFaultsStruckTheSeedPlaysThemAgain() {
        Simulation faulty = policy(GATE)
                .requestsPerSecond(1)
                .seed(3)
                .fault(Faults.on(TrafficRouter.class)
                        .named("read")
                        .random(percent(3))
                        .error(PlugException.Kind.TRANSIENT))
                .at(Duration.ZERO, world -> world.hook("gate", 403))
                .at(Units.hours(20), world -> world.hook("gate", 200));
        Run run = faulty.run();

        assertThat(run.replay().lines().count()).isEqualTo(22);
        assertThat(run.replay())
                .startsWith("played again by: simulation.seed(3).run() with the faults that it had; ")
                .contains(" struck, the first of them\n    Faults.on(TrafficRouter.class).call(")
                .endsWith(" more …");
        assertThat(faulty.seed(3).run().timeline()).isEqualTo(run.timeline());
    }

    @Test
    void aRunThatDidNotEndSaysWhatStandsInItsWay() {
        assertThat(unfinished(STEPS.at(minutes(1), World::killEngine)))
                .contains("; the engine is dead: it was killed, and none was started after it");
        assertThat(unfinished(STEPS.at(minutes(1), world -> world.cutOff(TrafficRouter.class))))
                .contains("its last tick failed: ", "; no call of TrafficRouter gets through: it is cut off")
                .doesNotContain("dead");
        assertThat(unfinished(STEPS.at(minutes(1), world -> world.cutOff(CanaryStore.class))))
                .contains("no call of CanaryStore gets through");
        assertThat(unfinished(policy(GATE).at(Duration.ZERO, world -> world.hook("gate", 403))))
                .startsWith("the run did not end within 7 days: it stands at WAITING_PROMOTION; it waits for: ")
                .endsWith(" (if that is meant, say didNotEnd() first)");
    }

    @Test
    void aPlugThatIsReachedAgainIsInNobodysWay() {
        assertThat(STEPS.at(minutes(1), world -> world.cutOff(TrafficRouter.class))
                        .at(minutes(2), world -> world.reconnect(TrafficRouter.class))
                        .run()
                        .gaps()
                        .unfinished())
                .isEmpty();
    }

    @Test
    void whatAChangeThrowsSaysInWhichRunItHappened() {
        Simulation wrong = STEPS.seed(99).at(minutes(1), world -> {
            throw new AssertionError("the weight should be 20");
        });

        assertThatThrownBy(() -> wrong.runs(3))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("the weight should be 20")
                .hasMessageStartingWith(
                        "the weight should be 20\n" + "was thrown at +0:01:00 in the run with seed 99:\n")
                .hasMessageContaining("v2 is pushed")
                .hasMessageEndingWith("played again by: simulation.withoutFaults().seed(99).run()");
    }

    @Test
    void anExceptionOfAChangeStaysWhatItIsAndHasTheSeedBesideIt() {
        IllegalStateException mine = new IllegalStateException("mine");

        assertThatThrownBy(() -> STEPS.seed(98)
                        .at(minutes(1), world -> {
                            throw mine;
                        })
                        .runs(3))
                .isSameAs(mine)
                .hasMessage("mine");
        assertThat(mine.getSuppressed()[0])
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("it was thrown at +0:01:00 in the run with seed 98:\n")
                .hasMessageContaining("v2 is pushed")
                .hasMessageEndingWith("played again by: simulation.withoutFaults().seed(98).run()");
    }

    @Test
    void whatEveryQuestionThrowsIsToldOnceWithTheSeed() {
        IllegalStateException mine = new IllegalStateException("mine");

        assertThatThrownBy(() -> STEPS.at(
                                minutes(1),
                                world -> world.workload().behaves(revision -> {
                                    throw mine;
                                }))
                        .run())
                .isSameAs(mine);
        assertThat(mine.getSuppressed())
                .singleElement()
                .satisfies(beside -> assertThat(beside).hasMessageContaining("in the run with seed 1:\n"));
    }

    private static String unfinished(Simulation simulation) {
        return simulation.run().gaps().unfinished().orElseThrow();
    }
}
