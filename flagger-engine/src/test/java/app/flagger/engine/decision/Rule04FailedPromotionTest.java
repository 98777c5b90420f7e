package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.insiders;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 4: failed promotion. */
class Rule04FailedPromotionTest {
    private final DecisionBench bench = new DecisionBench(canary(analysis -> steps(10, 30)
            .apply(analysis)
            .addWebhooks(hook("gate", HookType.CONFIRM_ROLLOUT), hook("post", HookType.POST_ROLLOUT))));

    private DecisionBench failed() {
        bench.started("2").until("Promoting 30 up");
        bench.primaryMode = "stuck";
        return bench.until("Failed 100 up").forget();
    }

    /** The next revision that the primary is ordered to run is not stuck. */
    private void updatesFromNowOn() {
        bench.watcher = decision -> {
            if (decision.rule().equals("restore-skipped")) {
                bench.primaryMode = "degraded";
            }
        };
    }

    private DecisionBench restoring() {
        failed().push("3").tick();
        assertThat(bench.status.restoring()).isPresent();
        return bench;
    }

    @Test
    void allRequestsGoToTheCanaryCopy() {
        failed();
        assertThat(bench.live).contains(Split.canary(100));
        assertThat(bench.canaryUp).isTrue();
        assertThat(bench.held).isTrue();
        assertThat(bench.running).contains(new Revision("2"));
    }

    @Test
    void inAbTestingTheUnmatchedRequestsGoThereToo() {
        bench.edit(canary(analysis -> iterations(3).apply(analysis).addMatch(insiders())));
        bench.started("2").until("Promoting 100 up");
        assertThat(bench.live.orElseThrow().matchedOnly()).isTrue();
        bench.primaryMode = "stuck";
        bench.ticks(2);
        assertThat(bench.live).contains(Split.canary(100));
    }

    @Test
    void whereThePlatformShiftsNoneRequestsStay() {
        bench.router = RouterTraits.of();
        bench.edit(canary(iterations(3)));
        bench.started("2").until("Promoting up");
        bench.primaryMode = "stuck";
        bench.ticks(3);
        assertThat(bench.state()).isEqualTo("Failed up");
        assertThat(bench.status.canaryWeight()).isZero();
    }

    @Test
    void aFailedPromotionIsToldAsAnErrorAndToPostRolloutHooks() {
        bench.started("2").until("Promoting 30 up").forget();
        bench.primaryMode = "stuck";
        bench.until("Failed 100 up");
        assertThat(bench.alerts()).containsExactly("ERROR promotion-failed");
        assertThat(bench.told)
                .filteredOn(entry -> entry.kind() == OutboxEntry.Kind.HOOK)
                .extracting(OutboxEntry::receiver, OutboxEntry::phase)
                .containsExactly(org.assertj.core.api.Assertions.tuple("post", Phase.FAILED));
    }

    @Test
    void thePrimaryIsLeftAsItIsUntilSomebodyActs() {
        failed().ticks(5);
        assertThat(bench.done).isEmpty();
        assertThat(bench.primary).contains(new Revision("2"));
        assertThat(bench.state()).isEqualTo("Failed 100 up");
    }

    @Test
    void aNewRevisionRestoresThePrimaryFirstAndOnlyThenStartsThroughTheGates() {
        restoring();
        assertThat(bench.primary).contains(new Revision("1"));
        assertThat(bench.state()).as("traffic stays where replicas are").isEqualTo("Failed 100 up");
        assertThat(bench.asked).isEmpty();
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.done)
                .extracting(Action::kind)
                .startsWith(Action.Kind.PROMOTE, Action.Kind.ROUTE, Action.Kind.SCALE_CANARY);
        bench.ticks(2);
        assertThat(bench.asked).contains("gate@Failed");
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        assertThat(bench.status.run().orElseThrow().revision()).isEqualTo(new Revision("3"));
        bench.until("Succeeded 0");
        assertThat(bench.primary).contains(new Revision("3"));
    }

    @Test
    void aRevertRestoresAndEndsThere() {
        failed().push("1").tick();
        bench.primaryMode = "ready";
        bench.ticks(5);
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.primary).contains(new Revision("1"));
        assertThat(bench.rules).contains("restored").doesNotContain("start");
        assertThat(bench.status.restoring()).isEmpty();
    }

    @Test
    void anAbortRestoresAndEndsThereAndTheRevisionIsNotTriedAgain() {
        failed().send(Command.Kind.ABORT).tick();
        bench.primaryMode = "ready";
        bench.ticks(5);
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.primary).contains(new Revision("1"));
        assertThat(bench.rules).doesNotContain("start");
        bench.push("1").ticks(2).push("2").ticks(3);
        assertThat(bench.status.phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void aRestartRestoresAndThenStartsTheSameRevisionThroughTheGate() {
        failed().send(Command.Kind.RESTART).tick();
        assertThat(bench.primary).contains(new Revision("1"));
        bench.primaryMode = "ready";
        bench.ticks(4);
        assertThat(bench.asked).contains("gate@Failed");
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        assertThat(bench.status.run().orElseThrow().revision()).isEqualTo(new Revision("2"));
    }

    @Test
    void whileRestoringThePhaseStaysFailedWithTheReason() {
        restoring();
        assertThat(bench.status.phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.status.restoring().orElseThrow().reason().fact("revision"))
                .isEqualTo("1");
    }

    @Test
    void aRestoringThatSticksLeavesTrafficAndSaysSoOnceAsAnError() {
        restoring();
        bench.ticks(20);
        assertThat(bench.live).contains(Split.canary(100));
        assertThat(bench.alerts()).containsExactly("ERROR restore-stuck");
        assertThat(bench.sentences())
                .contains("Restoring primary of podinfo.test is stuck: progress deadline exceeded");
    }

    @Test
    void promoteIsAWayOutOfStuckRestoring() {
        restoring();
        updatesFromNowOn();
        bench.send(Command.Kind.PROMOTE).tick();
        assertThat(bench.primary).contains(new Revision("3"));
        assertThat(bench.live).as("traffic stays until the primary is ready").contains(Split.canary(100));
        bench.primaryMode = "ready";
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Succeeded 0");
    }

    @Test
    void skipAnalysisIsAWayOutOfStuckRestoring() {
        restoring();
        updatesFromNowOn();
        bench.annotate(Annotations.SKIP, Optional.of("true")).tick();
        assertThat(bench.primary).contains(new Revision("3"));
        bench.primaryMode = "ready";
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Succeeded 0");
    }

    @Test
    void aPausedCanaryIsNotPromotedOutOfStuckRestoring() {
        restoring();
        updatesFromNowOn();
        bench.send(Command.Kind.PAUSE).send(Command.Kind.PROMOTE).ticks(2);
        assertThat(bench.primary).contains(new Revision("1"));
        bench.send(Command.Kind.RESUME).tick();
        assertThat(bench.primary).contains(new Revision("3"));
    }

    @Test
    void unchangedIsJudgedAgainstWhatThePrimaryRuns() {
        failed();
        assertThat(bench.status.primary().orElseThrow().wanted()).isEqualTo(new Revision("2"));
        assertThat(bench.status.primary().orElseThrow().lastGood()).contains(new Revision("1"));
        bench.push("2").ticks(3);
        assertThat(bench.status.restoring()).isEmpty();
        bench.push("1").tick();
        assertThat(bench.status.restoring()).isPresent();
    }

    @Test
    void whereThePrimarysOwnUpdateMayTakeAwayReplicasTrafficIsOnTheCanaryBeforeItIsOrdered() {
        bench.workload = WorkloadTraits.of(WorkloadAbility.SCALE, WorkloadAbility.HOLD);
        bench.started("2").until("Promoting 100 up");
        bench.tick();
        assertThat(bench.state()).isEqualTo("Finalising 0 up");
        bench.forget().send(Command.Kind.ABORT).wake();
        List<Action> moves = bench.done.stream()
                .filter(done -> done.kind() == Action.Kind.ROUTE || done.kind() == Action.Kind.PROMOTE)
                .toList();
        List<Action.Kind> kinds = moves.stream().map(Action::kind).toList();
        assertThat(kinds).contains(Action.Kind.PROMOTE);
        Action before = moves.get(kinds.indexOf(Action.Kind.PROMOTE) - 1);
        assertThat(before.split()).contains(Split.canary(100));
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.primary).contains(new Revision("1"));
    }

    @Test
    void whoPromotesOutOfStuckRestoringKeepsTheLastGoodRevision() {
        restoring();
        updatesFromNowOn();
        bench.forget().send(Command.Kind.PROMOTE).tick();
        assertThat(bench.done)
                .filteredOn(action -> action.kind() == Action.Kind.PIN)
                .flatExtracting(Action::keep)
                .contains(new Revision("1"));
    }

    @Test
    void aPrimaryThatGetsReadyAfterAllDoesNotUndoTheFailureThatWasSaved() {
        bench.started("2").until("Promoting 30 up");
        bench.primaryMode = "stuck";
        bench.routesAreSlow = true;
        bench.tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROMOTING);
        bench.primaryMode = "ready";
        bench.routesAreSlow = false;
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 100 up");
    }

    @Test
    void whereTheCanaryHasNoReplicaEitherThePromotionFailsAllTheSame() {
        bench.started("2").until("Promoting 30 up");
        bench.canaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.allToPrimary());
        bench.primaryMode = "stuck";
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 0 up");
    }

    @Test
    void theTargetComesDownOnlyOnceTrafficHasHadTimeToLeaveIt() {
        bench.router = RouterTraits.of(List.of(Ability.values()), 1, Duration.ofSeconds(30));
        bench.data = RouteState.Propagation.UNKNOWN;
        restoring();
        bench.primaryMode = "ready";
        bench.wake();
        assertThat(bench.state()).isEqualTo("Failed 0 up");
        bench.wake();
        assertThat(bench.state()).isEqualTo("Failed 0 up");
        bench.tickAfter(Duration.ofSeconds(30));
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void timeToLeaveTheTargetCountsFromALateWrite() {
        bench.router = RouterTraits.of(List.of(Ability.values()), 1, Duration.ofSeconds(30));
        bench.data = RouteState.Propagation.UNKNOWN;
        restoring();
        bench.primaryMode = "ready";
        bench.routesAreSlow = true;
        bench.wake();
        bench.routesAreSlow = false;
        bench.tick().wake();
        assertThat(bench.state()).isEqualTo("Failed 0 up");
        bench.tickAfter(Duration.ofSeconds(30));
        assertThat(bench.state()).isEqualTo("Failed 0");
    }
}
