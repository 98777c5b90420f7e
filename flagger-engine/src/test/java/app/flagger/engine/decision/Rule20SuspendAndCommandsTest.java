package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN section 3, rule 20: suspend and commands. */
class Rule20SuspendAndCommandsTest {
    private static final UnaryOperator<Analysis.Builder> ANALYSIS = analysis -> steps(10, 30)
            .apply(analysis)
            .threshold(2)
            .addMetrics(successRate())
            .addWebhooks(
                    hook("gate", HookType.CONFIRM_ROLLOUT),
                    hook("raise", HookType.CONFIRM_TRAFFIC_INCREASE),
                    hook("promotion", HookType.CONFIRM_PROMOTION));

    private final DecisionBench bench = new DecisionBench(canary(ANALYSIS)).metric("request-success-rate", 100);

    private DecisionBench suspend() {
        return bench.edit(canary(ANALYSIS, spec -> spec.suspend(true)));
    }

    @Test
    void suspendedThereIsNoHookNoMetricAndNoStep() {
        bench.started("2").until("Progressing 20 up").forget();
        suspend().ticks(3);
        assertThat(bench.asked).isEmpty();
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        bench.edit(canary(ANALYSIS)).tick();
        assertThat(bench.state()).isEqualTo("Progressing 30 up");
    }

    @Test
    void suspendedThereIsNoStart() {
        bench.initialised();
        suspend().push("2").ticks(3);
        assertThat(bench.state()).isEqualTo("Initialized 0");
    }

    @Test
    void suspendedOrderedActionsAreCompleted() {
        bench.routesAreSlow = true;
        bench.started("2").ticks(2);
        bench.routesAreSlow = false;
        suspend().wake();
        assertThat(bench.live).contains(Split.canary(10));
    }

    @Test
    void pausedItJudgesAndRollsBackButNeverRaises() {
        bench.started("2").until("Progressing 20 up").send(Command.Kind.PAUSE).forget();
        bench.ticks(4);
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        assertThat(bench.asked).contains("request-success-rate").doesNotContain("raise@Progressing");
        bench.metric("request-success-rate", 10).ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void pausedAPersonIsWaitedForBetweenTwoChecks() {
        bench.started("2").until("Progressing 20 up").send(Command.Kind.PAUSE).ticks(2);
        assertThat(bench.lastRules()).endsWith("paused");
    }

    @Test
    void pausedItNeverPromotes() {
        bench.started("2").until("Progressing 30 up").send(Command.Kind.PAUSE).ticks(3);
        bench.send(Command.Kind.PROMOTE).ticks(2);
        assertThat(bench.state()).isEqualTo("Progressing 30 up");
        assertThat(bench.primary).contains(new Revision("1"));
    }

    @Test
    void pausedItNeverStarts() {
        bench.initialised().send(Command.Kind.PAUSE).push("2").ticks(2);
        assertThat(bench.state()).isEqualTo("Initialized 0");
    }

    @Test
    void resumeEndsAPause() {
        bench.started("2").until("Progressing 20 up").send(Command.Kind.PAUSE).ticks(2);
        bench.send(Command.Kind.RESUME).tick();
        assertThat(bench.state()).isEqualTo("Progressing 30 up");
        assertThat(bench.status.paused()).isEmpty();
    }

    @Test
    void ofPauseAndResumeTheLaterOneCounts() {
        bench.started("2").until("Progressing 20 up");
        bench.send(Command.Kind.RESUME).send(Command.Kind.PAUSE).tick();
        assertThat(bench.status.paused()).isPresent();
        bench.send(Command.Kind.PAUSE).send(Command.Kind.RESUME).tick();
        assertThat(bench.status.paused()).isEmpty();
    }

    @Test
    void promoteSkipsChecksAndGates() {
        bench.hooks.put("raise", false);
        bench.hooks.put("promotion", false);
        bench.metric("request-success-rate", 10);
        bench.started("2").tick();
        bench.send(Command.Kind.PROMOTE).forget().wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROMOTING);
        assertThat(bench.asked).isEmpty();
        assertThat(bench.alerts()).containsExactly("WARN promote-commanded");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void promoteDoesNotSkipReadiness(boolean canary) {
        bench.started("2").until("Progressing 10 up");
        bench.canaryMode = canary ? "degraded" : "ready";
        bench.primaryMode = canary ? "ready" : "degraded";
        bench.send(Command.Kind.PROMOTE).tick();
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
        bench.canaryMode = "ready";
        bench.primaryMode = "ready";
        bench.wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROMOTING);
    }

    @Test
    void promoteIsForTheRevisionThatWasThereWhenItCame() {
        bench.canaryMode = "degraded";
        bench.started("2").send(Command.Kind.PROMOTE).wake();
        bench.push("3").wake();
        bench.canaryMode = "ready";
        bench.wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        assertThat(bench.status.commands()).isEmpty();
    }

    @Test
    void abortRollsBackAndThereIsNoNewRunForThatRevision() {
        bench.started("2").until("Progressing 20 up").send(Command.Kind.ABORT).wake();
        assertThat(bench.state()).isEqualTo("Failed 0");
        bench.ticks(3);
        assertThat(bench.state()).isEqualTo("Failed 0");
        bench.push("1").ticks(2).push("2").ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 0");
        bench.push("3").tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
    }

    @Test
    void abortWhileWaitingReturnsToThePhaseBeforeAndThereIsNoNewRunForThatRevision() {
        bench.hooks.put("gate", false);
        bench.initialised().push("2").tick();
        bench.send(Command.Kind.ABORT).tick();
        bench.hooks.put("gate", true);
        bench.ticks(3);
        assertThat(bench.state()).isEqualTo("Initialized 0");
    }

    @Test
    void restartIsANewRunThroughTheGates() {
        bench.started("2").until("Progressing 20 up").forget();
        String run = bench.status.run().orElseThrow().id();
        bench.hooks.put("gate", false);
        bench.send(Command.Kind.RESTART).ticks(2);
        assertThat(bench.state()).isEqualTo("Waiting 0");
        bench.hooks.put("gate", true);
        bench.ticks(2);
        assertThat(bench.asked).contains("gate@Waiting");
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        assertThat(bench.status.run().orElseThrow().id()).isNotEqualTo(run);
        assertThat(bench.status.commands()).isEmpty();
    }

    @Test
    void restartIsForThePromotedRevisionToo() {
        bench.started("2").until("Succeeded 0");
        bench.send(Command.Kind.RESTART).tick();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
        bench.until("Succeeded 0").ticks(2);
        assertThat(bench.state()).as("once").isEqualTo("Succeeded 0");
    }

    @Test
    void restartOfAPromotionWithoutAnalysisRestoresThePrimaryFirst() {
        bench.edit(canary(ANALYSIS, spec -> spec.skipAnalysis(true)));
        bench.workload = WorkloadTraits.of(WorkloadAbility.SCALE);
        bench.started("2");
        bench.watcher = decision -> bench.primaryMode = "starting";
        bench.ticks(2);
        bench.send(Command.Kind.RESTART).tick();
        assertThat(bench.primary).contains(new Revision("1"));
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        bench.tickAfter(Duration.ofHours(1)).wake();
        assertThat(bench.status.restoring()).as("stuck, and told").isPresent();
        bench.watcher = decision -> {};
        bench.primaryMode = "ready";
        bench.wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.WAITING);
        assertThat(bench.status.restoring()).isEmpty();
        bench.until("Succeeded 0");
    }

    @Test
    void anAbortRightAfterARestartIsATransitionOfItsOwn() {
        bench.started("2").until("Progressing 20 up");
        bench.primaryMode = "starting";
        bench.send(Command.Kind.RESTART).wake();
        bench.send(Command.Kind.ABORT);
        bench.primaryMode = "ready";
        bench.wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.WAITING);
        bench.wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.INITIALIZED);
        assertThat(bench.status.commands()).isEmpty();
    }

    @Test
    void theResetAnnotationIsARestart() {
        bench.started("2").until("Succeeded 0");
        bench.annotate(Annotations.RESET, Optional.of("true")).tick();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
        assertThat(bench.canary.metadata().annotations()).isEmpty();
    }

    @Test
    void restartIsForAnAbortedRevisionToo() {
        bench.started("2").until("Progressing 20 up").send(Command.Kind.ABORT).wake();
        bench.send(Command.Kind.RESTART).tick();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
    }

    @Test
    void aCommandIsSavedBeforeItIsActedOnThenClearedAndItsIdIsKept() {
        bench.started("2").until("Progressing 20 up");
        bench.send(Command.Kind.PAUSE).wake();
        assertThat(bench.lastRules()).startsWith("command-recorded", "paused");
        DecisionBench.Step recorded = bench.steps.stream()
                .filter(step -> step.decision().rule().equals("command-recorded"))
                .findFirst()
                .orElseThrow();
        assertThat(recorded.decision().next().orElseThrow().commands()).hasSize(1);
        assertThat(recorded.decision().actions()).isEmpty();
        assertThat(bench.status.commands()).isEmpty();
        assertThat(bench.status.doneCommands()).containsExactly("PAUSE-1");
    }

    @Test
    void anAnnotationIsRemovedOnlyAfterItWasSaved() {
        bench.initialised().annotate(Annotations.RESET, Optional.of("true")).tick();
        DecisionBench.Step recorded = bench.steps.stream()
                .filter(step -> step.decision().rule().equals("annotation-recorded"))
                .findFirst()
                .orElseThrow();
        assertThat(recorded.decision().next().orElseThrow().commands()).hasSize(1);
        assertThat(recorded.decision().actions())
                .extracting(Action::kind)
                .containsExactly(Action.Kind.REMOVE_ANNOTATION);
    }

    @Test
    void repetitionsMergeAndACommandActsOnce() {
        bench.started("2").until("Progressing 20 up");
        bench.send(Command.Kind.PAUSE);
        Command command = bench.commands.get(0);
        bench.commands.add(command);
        bench.wake();
        assertThat(bench.codes(OutboxEntry.Kind.EVENT).stream().filter("paused"::equals))
                .hasSize(1);
        bench.send(Command.Kind.RESUME).tick();
        bench.commands.add(command);
        bench.tick();
        assertThat(bench.status.paused())
                .as("the first command is delivered again")
                .isEmpty();
    }

    @Test
    void aCommandSaysWhoAndWhy() {
        bench.started("2").until("Progressing 20 up").send(Command.Kind.ABORT).wake();
        assertThat(bench.sentences()).contains("Aborted by ann, podinfo.test: because");
        assertThat(bench.told)
                .filteredOn(entry -> entry.code().equals("aborted"))
                .allMatch(entry -> entry.reason().fact("command").equals("ABORT-1"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Command.Kind.class,
            names = {"ABORT", "PROMOTE"})
    void whereNothingIsOnItsWayACommandIsClearedWithAWord(Command.Kind kind) {
        bench.initialised().send(kind).tick();
        assertThat(bench.status.commands()).isEmpty();
        assertThat(bench.codes(OutboxEntry.Kind.EVENT)).contains("nothing-to-do");
        bench.push("2").tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        bench.tick();
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
    }

    @Test
    void pausedBeforeTheFirstStepItIsNotTaken() {
        bench.started("2").send(Command.Kind.PAUSE).ticks(2);
        assertThat(bench.lastRules()).contains("held-by-pause");
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
    }

    @Test
    void aCommandThatWaitsIsNotRecordedAgainWhenItIsDeliveredAgain() {
        bench.canaryMode = "starting";
        bench.started("2").send(Command.Kind.PROMOTE);
        Command command = bench.commands.get(0);
        bench.tick();
        assertThat(bench.status.commands()).hasSize(1);
        bench.commands.add(command);
        bench.forget().tick();
        assertThat(bench.rules).doesNotContain("command-recorded");
    }

    @Test
    void anAnnotationThatIsStillSeenIsNotTakenTwiceAndOneThatIsSetAgainIs() {
        bench.initialised();
        bench.refused = action -> action.kind() == Action.Kind.REMOVE_ANNOTATION;
        bench.annotate(Annotations.RESET, Optional.of("true")).ticks(2).forget();
        bench.ticks(2);
        assertThat(bench.rules).doesNotContain("annotation-recorded");
        bench.refused = action -> false;
        bench.annotate(Annotations.RESET, Optional.empty()).tick();
        bench.annotate(Annotations.RESET, Optional.of("true")).forget().tick();
        assertThat(bench.rules).contains("annotation-recorded");
    }

    @Test
    void anAbortOfARunThatHasFailedRestoresNothing() {
        bench.started("2").send(Command.Kind.ABORT).until("Failed 0");
        bench.send(Command.Kind.ABORT).tick();
        assertThat(bench.lastRules()).contains("nothing-to-do");
        assertThat(bench.status.restoring()).isEmpty();
    }
}
