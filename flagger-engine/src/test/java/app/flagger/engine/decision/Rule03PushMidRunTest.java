package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 3: a push mid-run. */
class Rule03PushMidRunTest {
    private final DecisionBench bench = new DecisionBench(canary(analysis -> steps(10, 30)
            .apply(analysis)
            .addWebhooks(
                    hook("gate", HookType.CONFIRM_ROLLOUT),
                    hook("pre", HookType.PRE_ROLLOUT),
                    hook("promotion", HookType.CONFIRM_PROMOTION))));

    @Test
    void trafficLeavesTheCanaryBeforeAnythingElse() {
        bench.started("2").until("Progressing 20 up").forget();
        bench.push("3").wake();
        assertThat(bench.lastRules()).startsWith("restarted");
        assertThat(bench.done.get(0).kind()).isEqualTo(Action.Kind.ROUTE);
        assertThat(bench.done.get(0).split().orElseThrow().canaryPercent()).isZero();
    }

    @Test
    void theRunRestartsAtZeroWithoutGateAndWithoutInfoAlert() {
        bench.started("2").until("Progressing 20 up").forget();
        String run = bench.status.run().orElseThrow().id();
        bench.push("3").tick();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
        assertThat(bench.status.run().orElseThrow().id()).isNotEqualTo(run);
        assertThat(bench.status.run().orElseThrow().revision()).isEqualTo(new Revision("3"));
        assertThat(bench.asked).isEmpty();
        assertThat(bench.alerts()).isEmpty();
        assertThat(bench.sentences()).containsExactly("New revision detected! Restarting analysis for podinfo.test");
        bench.tick();
        assertThat(bench.asked).as("pre-rollout hooks are asked again").containsExactly("pre@Progressing");
    }

    @Test
    void countersStartAgain() {
        bench.edit(canary(analysis -> steps(10, 30).apply(analysis).addMetrics(successRate())));
        bench.metric("request-success-rate", 100);
        bench.started("2").until("Progressing 20 up");
        bench.metric("request-success-rate", 50).tick();
        assertThat(bench.status.failedChecks()).isEqualTo(1);
        bench.push("3").tick();
        assertThat(bench.status.failedChecks()).isZero();
        assertThat(bench.status.canaryAnalysis()).isEmpty();
    }

    @Test
    void aPushWhileWaitingForPromotionRestartsToo() {
        bench.hooks.put("promotion", false);
        bench.started("2").until("WaitingPromotion 30 up");
        bench.push("3").wake();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
    }

    @Test
    void fromPromotingUntilTheCanaryIsDrainedTheTargetIsHeldAndThePushIsAnalysedAfterwards() {
        bench.started("2").until("Promoting 30 up");
        assertThat(bench.held).isTrue();
        bench.push("3").tick();
        assertThat(bench.running).contains(new Revision("2"));
        assertThat(bench.state()).isEqualTo("Finalising 0 up");
        assertThat(bench.held).isTrue();
        bench.tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(bench.primary).contains(new Revision("2"));
        bench.tick();
        assertThat(bench.held).isFalse();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        assertThat(bench.status.run().orElseThrow().revision()).isEqualTo(new Revision("3"));
    }

    @Test
    void aTargetIsNotHeldWhileItIsAnalysed() {
        bench.started("2").until("Progressing 30 up");
        assertThat(bench.held).isFalse();
    }

    @Test
    void deletionReleasesTheTarget() {
        bench.started("2").until("Promoting 30 up");
        bench.giveBack = true;
        bench.tick();
        assertThat(bench.held).isFalse();
    }

    @Test
    void whereTheTargetCannotBeHeldAllTrafficGoesToThePrimaryAsSoonAsItHasAReplica() {
        bench.workload = WorkloadTraits.of(WorkloadAbility.SCALE, WorkloadAbility.UPDATE_KEEPS_A_REPLICA);
        bench.started("2").until("Promoting 30 up");
        bench.primaryMode = "starting";
        bench.wake();
        bench.push("3").wake();
        assertThat(bench.live.orElseThrow().canaryPercent())
                .as("the primary has none")
                .isEqualTo(100);
        bench.primaryMode = "degraded";
        bench.wake();
        assertThat(bench.live.orElseThrow().canaryPercent()).isZero();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROMOTING);
        assertThat(bench.codes(OutboxEntry.Kind.EVENT)).contains("drained-in-promotion");
    }

    @Test
    void aPushIsDrainedWhileSuspendedToo() {
        bench.started("2").until("Progressing 20 up");
        bench.edit(canary(steps(10, 30), spec -> spec.suspend(true)));
        bench.push("3").wake();
        assertThat(bench.live.orElseThrow().canaryPercent()).isZero();
    }

    @Test
    void aPushDoesNotUndoAnEndingThatWasSaved() {
        bench.started("2").until("Progressing 20 up");
        bench.primaryMode = "starting";
        bench.send(Command.Kind.ABORT).wake();
        bench.push("3").wake();
        assertThat(bench.status.ending()).isPresent();
        bench.primaryMode = "ready";
        bench.wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.FAILED);
    }
}
