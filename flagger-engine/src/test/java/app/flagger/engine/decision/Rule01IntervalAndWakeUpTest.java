package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 1: interval and wake-up. */
class Rule01IntervalAndWakeUpTest {
    private final DecisionBench bench = new DecisionBench(
                    canary(analysis -> steps(10, 50).apply(analysis).addMetrics(successRate())))
            .metric("request-success-rate", 100);

    @Test
    void aCheckAndARaiseAreDueOneIntervalAfterTheLastCheck() {
        bench.started("2").until("Progressing 10 up").forget();
        bench.tickAfter(Duration.ofSeconds(59));
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
        assertThat(bench.asked).isEmpty();
        bench.tickAfter(Duration.ofSeconds(1));
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        assertThat(bench.asked).containsExactly("request-success-rate");
    }

    @Test
    void whatIsWaitedForSaysWhenTheCheckIsDue() {
        bench.started("2").until("Progressing 10 up").tickAfter(Duration.ofSeconds(20));
        assertThat(bench.steps.get(bench.steps.size() - 1).decision().dueIn()).contains(Duration.ofSeconds(40));
    }

    @Test
    void theTimeOfTheLastCheckIsSavedSoThatARestartDoesNotShiftIt() {
        bench.started("2").until("Progressing 10 up");
        assertThat(bench.status.lastCheckAt()).contains(bench.now);
    }

    @Test
    void thereIsNoCatchUpHoweverLongTheGap() {
        bench.started("2").until("Progressing 10 up").tickAfter(Duration.ofDays(1));
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        bench.wake();
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
    }

    @Test
    void aWakeUpNeverChecks() {
        bench.edit(canary(analysis -> steps(10, 50)
                .apply(analysis)
                .addMetrics(successRate())
                .addWebhooks(hook("load", HookType.ROLLOUT), hook("back", HookType.ROLLBACK))));
        bench.hooks.put("back", false);
        bench.started("2").until("Progressing 10 up").forget();
        for (int second = 1; second < 60; second++) {
            bench.wake();
        }
        assertThat(bench.asked).isEmpty();
        assertThat(bench.status.failedChecks()).isZero();
    }

    @Test
    void aWakeUpStartsTheFirstStep() {
        bench.canaryMode = "starting";
        bench.started("2");
        bench.canaryMode = "ready";
        bench.wake();
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
    }

    @Test
    void aWakeUpMovesPromotingAndFinalisingOn() {
        bench.started("2").until("Promoting 50 up");
        bench.wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.FINALISING);
        bench.wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    void aWakeUpCompletesWhatIsOrdered() {
        bench.routesAreSlow = true;
        bench.started("2").ticks(2);
        assertThat(bench.live.orElseThrow().canaryPercent()).isZero();
        bench.routesAreSlow = false;
        bench.wake();
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
    }

    @Test
    void aCheckIsDueOneIntervalAfterItsSplitIsInForce() {
        bench.routesAreSlow = true;
        bench.started("2").ticks(2).forget();
        bench.routesAreSlow = false;
        bench.wake();
        assertThat(bench.asked).isEmpty();
        bench.tickAfter(Duration.ofSeconds(59));
        assertThat(bench.asked).isEmpty();
        bench.tickAfter(Duration.ofSeconds(1));
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
    }

    @Test
    void aCheckIsDueOneIntervalAfterTheDataPlaneFollowed() {
        bench.started("2").until("Progressing 10 up").forget();
        bench.data = RouteState.Propagation.PENDING;
        bench.tick();
        assertThat(bench.lastRules()).contains("data-plane-pending");
        bench.data = RouteState.Propagation.PROGRAMMED;
        bench.tickAfter(Duration.ofSeconds(50));
        assertThat(bench.asked).isEmpty();
        bench.tickAfter(Duration.ofSeconds(59));
        assertThat(bench.asked).isEmpty();
        bench.wake();
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
    }

    @Test
    void aDataPlaneThatFollowsSlowlyIsLookedAtMoreOftenThanOnceAnInterval() {
        bench.started("2").until("Progressing 10 up");
        bench.data = RouteState.Propagation.PENDING;
        assertThat(lastDecision(bench.wake()).dueIn()).contains(Duration.ofSeconds(6));
        bench.router = RouterTraits.of(List.of(Ability.values()), 1, Duration.ofSeconds(30));
        bench.data = RouteState.Propagation.UNKNOWN;
        assertThat(lastDecision(bench.wake()).dueIn()).contains(Duration.ofSeconds(30));
    }

    private static Decision lastDecision(DecisionBench bench) {
        return bench.steps.get(bench.steps.size() - 1).decision();
    }

    @Test
    void aSplitThatCameIntoForceUnseenCountsFromWhenItWasSeen() {
        bench.routesAreSlow = true;
        bench.started("2").tick();
        assertThat(bench.status.run().orElseThrow().here()).isEmpty();
        bench.live = Optional.of(Split.canary(10));
        bench.tick();
        bench.routesAreSlow = false;
        assertThat(bench.status.run().orElseThrow().here()).contains(bench.now);
        bench.tickAfter(Duration.ofSeconds(59));
        assertThat(bench.asked).isEmpty();
        bench.wake();
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
    }

    @Test
    void aWriteOfTheRouteThatFailedCountsFromWhenItsEffectWasSeen() {
        bench.refused = action -> action.kind() == Action.Kind.ROUTE;
        bench.started("2").tick();
        bench.refused = action -> false;
        bench.live = Optional.of(Split.canary(10));
        bench.routeInDoubt = true;
        bench.tick();
        bench.routeInDoubt = false;
        assertThat(bench.asked).isEmpty();
        assertThat(bench.status.run().orElseThrow().here()).contains(bench.now);
    }

    @Test
    void aSplitThatIsInForceAtOnceNeedsNoOtherSave() {
        bench.started("2").until("Progressing 10 up").forget();
        bench.tick();
        assertThat(bench.lastRules()).containsExactly("ask-metrics", "advanced", "orders", "next-check");
    }

    @Test
    void whereTheDataPlaneCannotBeSeenTheTimeToSettleDoesNotCount() {
        bench.router = RouterTraits.of(List.of(Ability.values()), 1, Duration.ofSeconds(30));
        bench.data = RouteState.Propagation.UNKNOWN;
        bench.initialised().push("2").until("Progressing 10 up").forget();
        bench.tick();
        assertThat(bench.asked).isEmpty();
        bench.tickAfter(Duration.ofSeconds(30));
        assertThat(bench.status.canaryWeight()).isEqualTo(20);
    }

    @Test
    void aWakeUpDrainsAndRestarts() {
        bench.started("2").until("Progressing 20 up");
        bench.push("3").wake();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
        assertThat(bench.status.run().orElseThrow().revision().id()).isEqualTo("3");
    }

    @Test
    void aWakeUpRollsBack() {
        bench.started("2").until("Progressing 20 up");
        bench.canaryMode = "stuck";
        bench.wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void aWakeUpLeavesWaiting() {
        bench.edit(
                canary(analysis -> steps(10, 50).apply(analysis).addWebhooks(hook("gate", HookType.CONFIRM_ROLLOUT))));
        bench.hooks.put("gate", false);
        bench.initialised().push("2").tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.WAITING);
        bench.send(Command.Kind.PROMOTE).wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
    }

    @Test
    void aTickMakesAtMostOneTransitionAlthoughEverythingIsReady() {
        Phase before = bench.status.phase();
        for (int second = 0; second < 700; second++) {
            int saved = bench.steps.size();
            bench.wake();
            long transitions = bench.steps.subList(saved, bench.steps.size()).stream()
                    .filter(step -> step.decision().next().isPresent())
                    .filter(step -> step.decision().next().get().phase()
                            != step.situation().status().phase())
                    .count();
            assertThat(transitions).as("after %s", before).isLessThanOrEqualTo(1);
            before = bench.status.phase();
            if (before == Phase.INITIALIZED) {
                bench.push("2");
            }
        }
        assertThat(before).isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    void whereTheDataPlaneIsSeenTheTimeToSettleIsNotWaitedFor() {
        bench.router = RouterTraits.of(List.of(Ability.values()), 1, Duration.ofSeconds(30));
        bench.started("2").until("Progressing 10 up").tick();
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
    }

    @Test
    void aClockThatWentBackDoesNotMakeASplitUnsettledAgain() {
        bench.router = RouterTraits.of(List.of(Ability.values()), 1, Duration.ofSeconds(30));
        bench.data = RouteState.Propagation.UNKNOWN;
        bench.started("2").until("Progressing 10 up").tickAfter(Duration.ofHours(-1));
        assertThat(bench.lastRules()).contains("advanced");
    }

    @Test
    void aCheckThatFailedIsNotRepeatedByAWakeUp() {
        bench.started("2").until("Progressing 10 up");
        bench.metric("request-success-rate", 0).tick();
        assertThat(bench.status.failedChecks()).isEqualTo(1);
        bench.wake().wake();
        assertThat(bench.status.failedChecks()).isEqualTo(1);
    }

    @Test
    void aWakeUpTakesNoStepBack() {
        bench.edit(canary(analysis -> steps(60, 60).apply(analysis).stepWeightPromotion(20)));
        bench.started("2").until("Promoting 40 up").wake();
        assertThat(bench.state()).isEqualTo("Promoting 40 up");
    }

    @Test
    void afterACommandedPromotionTheFirstStepBackIsOneIntervalLater() {
        bench.edit(canary(analysis -> steps(60, 60).apply(analysis).stepWeightPromotion(20)));
        bench.started("2").until("Progressing 60 up").tickAfter(Duration.ofSeconds(58));
        bench.send(Command.Kind.PROMOTE).wake();
        bench.wake().wake();
        assertThat(bench.state()).isEqualTo("Promoting 60 up");
    }

    @Test
    void whereTheSteadyClockHasSeenTimePassTheWallClockIsNotAsked() {
        bench.started("2").until("Progressing 10 up").tickAfter(Duration.ofSeconds(20));
        Situation early = bench.steps.get(bench.steps.size() - 1).situation();
        Duration interval = Duration.ofMinutes(1);
        Situation passed =
                early.toBuilder().sinceCheck(interval).sinceHere(interval).build();
        assertThat(rule(early)).isEqualTo("next-check");
        assertThat(rule(passed)).isEqualTo("ask-metrics");
        assertThat(rule(passed.toBuilder().sinceCheck(Duration.ofSeconds(59)).build()))
                .isEqualTo("next-check");
        assertThat(rule(passed.toBuilder().sinceHere(Duration.ofSeconds(59)).build()))
                .isEqualTo("next-check");
    }

    @Test
    void timeAtASplitThatIsInDoubtOrIsNotInForceAnyMoreDoesNotCount() {
        bench.started("2").until("Progressing 10 up").tickAfter(Duration.ofSeconds(20));
        Situation early = bench.steps.get(bench.steps.size() - 1).situation();
        Duration interval = Duration.ofMinutes(1);
        Situation passed =
                early.toBuilder().sinceCheck(interval).sinceHere(interval).build();
        assertThat(rule(passed.toBuilder().routeInDoubt(true).build())).isEqualTo("noted");

        bench.data = RouteState.Propagation.PENDING;
        Situation pending = early.toBuilder()
                .sinceHere(Duration.ofSeconds(20))
                .observation(bench.observe())
                .build();
        Decision decision = Decider.of(bench.strategies, bench.judges).decide(pending);
        assertThat(decision.next().orElseThrow().run().orElseThrow().here()).isEmpty();
    }

    private String rule(Situation situation) {
        return Decider.of(bench.strategies, bench.judges).decide(situation).rule();
    }
}
