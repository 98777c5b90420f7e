package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.insiders;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 5: nobody home. */
class Rule05NobodyHomeTest {
    private final DecisionBench bench = new DecisionBench(
                    canary(analysis -> steps(10, 50).apply(analysis).addMetrics(successRate())))
            .metric("request-success-rate", 100);

    @Test
    void aCanaryWithoutAReplicaGetsNoTrafficAndAnErrorAlertSaysSo() {
        bench.started("2").until("Progressing 20 up").forget();
        bench.canaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.allToPrimary());
        assertThat(bench.alerts()).containsExactly("ERROR traffic-moved-away");
        assertThat(bench.status.canaryWeight()).as("the saved weight").isEqualTo(20);
    }

    @Test
    void aPrimaryWithoutAReplicaGetsNoTraffic() {
        bench.started("2").until("Progressing 20 up").forget();
        bench.primaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.canary(100));
        assertThat(bench.alerts()).containsExactly("ERROR traffic-moved-away");
    }

    @Test
    void mirroringStopsWhereNobodyIsHome() {
        bench.edit(canary(analysis -> steps(10, 50).apply(analysis).mirror(true)));
        bench.started("2").until("Progressing 0m up");
        bench.canaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.allToPrimary());
    }

    @Test
    void matchingStopsWhereNobodyIsHome() {
        bench.edit(canary(analysis -> iterations(5).apply(analysis).addMatch(insiders())));
        bench.started("2").until("Progressing 100 up");
        bench.primaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.canary(100));
        bench.primaryMode = "ready";
        bench.wake();
        assertThat(bench.live).contains(Split.matched());
    }

    @Test
    void aTargetThatAPersonMadeServeKeepsTheTrafficUntilThePrimaryHasAReplica() {
        bench.workload = WorkloadTraits.of(WorkloadAbility.HOLD);
        bench.initialised();
        bench.primaryMode = "starting";
        bench.live = Optional.of(Split.canary(90));
        bench.wake();
        assertThat(bench.live).contains(Split.canary(90));
        bench.primaryMode = "ready";
        bench.wake();
        assertThat(bench.live).contains(Split.allToPrimary());
    }

    @Test
    void nothingIsJudgedMeanwhile() {
        bench.started("2").until("Progressing 20 up").forget();
        bench.canaryMode = "starting";
        bench.tick();
        assertThat(bench.asked).isEmpty();
        assertThat(bench.status.failedChecks()).isZero();
    }

    @Test
    void trafficGoesBackToTheSavedWeightWhenThereIsAReplicaAgain() {
        bench.started("2").until("Progressing 20 up");
        bench.canaryMode = "starting";
        bench.wake();
        bench.canaryMode = "ready";
        bench.forget().wake();
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        assertThat(bench.codes(OutboxEntry.Kind.EVENT)).containsExactly("traffic-returned");
        assertThat(bench.asked).isEmpty();
    }

    @Test
    void whereNeitherHasAReplicaNothingIsMoved() {
        bench.started("2").until("Progressing 20 up").forget();
        bench.canaryMode = "starting";
        bench.primaryMode = "starting";
        bench.ticks(2);
        assertThat(bench.live).contains(Split.canary(20));
        assertThat(bench.done).isEmpty();
    }

    @Test
    void aRollbackWaitsForAPrimaryWithAReplicaSavedAndSaysSo() {
        bench.started("2").until("Progressing 20 up");
        bench.primaryMode = "starting";
        bench.send(Command.Kind.ABORT).tick();
        assertThat(bench.status.ending()).isPresent();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        assertThat(bench.live).contains(Split.canary(100));
        assertThat(bench.canaryUp).isTrue();
        assertThat(bench.rules).endsWith("ending-waits-for-primary");
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void itHoldsWhileSuspended() {
        bench.started("2").until("Progressing 20 up");
        bench.edit(canary(steps(10, 50), spec -> spec.suspend(true)));
        bench.canaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.allToPrimary());
    }

    @Test
    void itHoldsWherePeopleHoldTheRoute() {
        bench.started("2").until("Progressing 20 up");
        bench.live = Optional.of(Split.canary(5));
        bench.writtenBy = Optional.of("kubectl");
        bench.wake();
        assertThat(bench.live).contains(Split.canary(5));
        bench.canaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.allToPrimary());
    }

    @Test
    void aRouteThatSomebodyLowersIsNotLeftToAPrimaryWithoutAReplica() {
        bench.workload = WorkloadTraits.of(WorkloadAbility.SCALE);
        bench.edit(canary(steps(10, 50), spec -> spec.skipAnalysis(true)));
        bench.initialised().push("2").tick();
        bench.primaryMode = "starting";
        bench.tick();
        assertThat(bench.live).contains(Split.canary(100));
        bench.live = Optional.of(Split.canary(5));
        bench.writtenBy = Optional.of("kubectl");
        bench.wake();
        assertThat(bench.live).contains(Split.canary(100));
    }

    @Test
    void itHoldsInPromoting() {
        bench.started("2").until("Promoting 50 up");
        bench.primaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.canary(100));
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Finalising 0 up");
    }

    @Test
    void itHoldsAfterAFailedPromotion() {
        bench.started("2").until("Promoting 50 up");
        bench.primaryMode = "stuck";
        bench.until("Failed 100 up");
        bench.canaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.allToPrimary());
        bench.canaryMode = "ready";
        bench.wake();
        assertThat(bench.live).contains(Split.canary(100));
    }

    @Test
    void itHoldsWhileTerminating() {
        bench.started("2").until("Progressing 20 up");
        bench.primaryMode = "starting";
        bench.canaryMode = "degraded";
        bench.giveBack = true;
        bench.wake();
        assertThat(bench.live).contains(Split.canary(100));
    }

    @Test
    void aVersionThatHasAllRequestsAlreadyIsNotMovedTo() {
        bench.edit(canary(iterations(3)));
        bench.started("2").until("Progressing 100 up").forget();
        bench.primaryMode = "starting";
        bench.wake();
        assertThat(bench.told).isEmpty();
    }

    @Test
    void whatIsToldNamesTheVersion() {
        bench.started("2").until("Progressing 20 up").forget();
        bench.canaryMode = "starting";
        bench.wake();
        bench.canaryMode = "ready";
        bench.wake();
        bench.primaryMode = "starting";
        bench.wake();
        bench.primaryMode = "ready";
        bench.wake();
        assertThat(bench.sentences())
                .containsExactly(
                        "Moving all traffic away from canary of podinfo.test: no available replica",
                        "Returning traffic to canary of podinfo.test",
                        "Moving all traffic away from primary of podinfo.test: no available replica",
                        "Returning traffic to primary of podinfo.test");
    }

    @Test
    void nothingReturnsWhereTheOtherVersionIsGoneToo() {
        bench.started("2").until("Progressing 20 up");
        bench.canaryMode = "starting";
        bench.wake();
        bench.primaryMode = "starting";
        bench.forget().wake();
        assertThat(bench.live).contains(Split.allToPrimary());
        assertThat(bench.told).isEmpty();
    }

    @Test
    void aFailedRevisionThatAPersonScaledUpIsGivenNoTraffic() {
        bench.started("2").until("Progressing 20 up").send(Command.Kind.ABORT).until("Failed 0");
        bench.canaryUp = true;
        bench.running = Optional.of(new Revision("2"));
        bench.primaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.allToPrimary());
    }

    @Test
    void itHoldsWhileTerminatingWithoutARun() {
        bench.initialised();
        bench.giveBack = true;
        bench.data = RouteState.Propagation.PENDING;
        bench.tick();
        bench.canaryUp = true;
        bench.running = Optional.of(bench.target);
        bench.primaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.canary(100));
    }
}
