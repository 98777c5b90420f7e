package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.insiders;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Reason;
import app.flagger.api.Settings;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.status.Check;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** DESIGN section 5: what a strategy proposes and the guard refuses. */
class GuardTest {
    private static final int LIMIT = 50;
    private static final int MOST_CHECKS = 3;

    private DecisionBench bench = bench(analysis -> analysis);

    private static DecisionBench bench(UnaryOperator<Analysis.Builder> more) {
        return new DecisionBench(canary(analysis ->
                        more.apply(analysis.addMetrics(successRate()).strategy(NamedPlug.of("mine")))))
                .metric("request-success-rate", 100);
    }

    private record Mine(Function<Progress, Proposal> script) implements Strategy {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public Plan plan(Canary canary, Settings with) {
            return Plan.of(LIMIT, List.of(), Plan.Promotion.COPY, MOST_CHECKS);
        }

        @Override
        public Proposal next(Progress progress) {
            return script.apply(progress);
        }
    }

    /** What the guard found wrong with a strategy, or an empty text. */
    private String fault(Function<Progress, Proposal> script) {
        bench.strategies.put("mine", new Mine(script));
        bench.started("2").ticks(MOST_CHECKS + 3);
        return bench.status
                .run()
                .flatMap(run -> run.result())
                .filter(reason -> reason.rule().equals("strategy-fault"))
                .map(reason -> reason.fact("fault"))
                .orElse("");
    }

    private String fault(Proposal... script) {
        return fault(said(script));
    }

    /** One proposal before the first check and one after each that passed; then the end. */
    private static Function<Progress, Proposal> said(Proposal... script) {
        return progress -> {
            int at = progress.started() ? progress.passed() : 0;
            return at < script.length ? script[at] : new Proposal.Finish();
        };
    }

    private static Proposal expose(int weight) {
        return Proposal.expose(Split.canary(weight));
    }

    private static Proposal hold() {
        return Proposal.hold("because");
    }

    @Test
    void aStrategyThatKeepsToItsPlanIsPromoted() {
        assertThat(fault(expose(10), expose(LIMIT), hold())).isEmpty();
        assertThat(bench.rules).contains("promote");
    }

    @Test
    void anExceptionRollsBack() {
        assertThat(fault(progress -> {
                    throw new IllegalStateException("broken");
                }))
                .isEqualTo("exception");
        assertThat(bench.state()).isEqualTo("Failed 0");
        Reason reason = bench.status.run().orElseThrow().result().orElseThrow();
        assertThat(reason.fact("detail")).contains("java.lang.IllegalStateException");
    }

    @Test
    void moreThanTheLimitRollsBack() {
        assertThat(fault(expose(LIMIT + 1))).isEqualTo("above-limit");
    }

    @Test
    void toHoldForMoreChecksThanPlannedRollsBack() {
        assertThat(fault(expose(10), hold(), hold(), hold(), hold())).isEqualTo("overrun");
    }

    @Test
    void toHoldForAsManyChecksAsPlannedIsNoFault() {
        assertThat(fault(expose(10), hold(), hold(), hold(), new Proposal.Finish()))
                .isEmpty();
    }

    @Test
    void toRepeatASplitForMoreChecksThanPlannedRollsBack() {
        assertThat(fault(expose(10), hold(), hold(), hold(), expose(10))).isEqualTo("overrun");
    }

    @Test
    void whoRaisesTheWeightComesToAnEndThoughMoreChecksHavePassedThanPlanned() {
        assertThat(fault(expose(10), hold(), hold(), hold(), expose(20))).isEmpty();
        assertThat(bench.rules).contains("promote");
    }

    @Test
    void whoMirrorsMoreComesToAnEndThoughMoreChecksHavePassedThanPlanned() {
        assertThat(fault(Proposal.expose(Split.mirror(10)), hold(), hold(), hold(), Proposal.expose(Split.mirror(20))))
                .isEmpty();
    }

    @Test
    void aMemoryOfOneKibibyteIsKeptAndALargerOneRollsBack() {
        // With {"a":""} around them.
        Settings full = Settings.of("a", "x".repeat(1_024 - 8));
        assertThat(fault(new Proposal.Expose(Split.canary(10), full))).isEmpty();
        bench = bench(analysis -> analysis);
        Settings tooMuch = Settings.of("a", "x".repeat(1_024 - 7));
        assertThat(fault(new Proposal.Expose(Split.canary(10), tooMuch))).isEqualTo("state-too-large");
    }

    @Test
    void toFinishBeforeACheckHasPassedRollsBack() {
        assertThat(fault(new Proposal.Finish())).isEqualTo("finish-before-pass");
    }

    @Test
    void toShiftTrafficWithoutARouterThatCanRollsBack() {
        bench.router = RouterTraits.of();
        assertThat(fault(expose(10))).isEqualTo("ability");
    }

    @Test
    void toMirrorWithoutARouterThatCanRollsBack() {
        bench.router = RouterTraits.of(Ability.WEIGHTS);
        assertThat(fault(Proposal.expose(Split.mirror(100)))).isEqualTo("ability");
    }

    @Test
    void toChooseByMatchWithoutAMatchRollsBack() {
        bench.edit(canary(analysis -> analysis.strategy(NamedPlug.of("mine"))));
        bench.strategies.put("mine", new MatchingFully());
        bench.started("2").ticks(2);
        assertThat(bench.rules).contains("strategy-fault");
    }

    /** As {@link Mine}, with a limit that lets everybody through who matches. */
    private static final class MatchingFully implements Strategy {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public Plan plan(Canary canary, Settings with) {
            return Plan.of(100, List.of(), Plan.Promotion.COPY, MOST_CHECKS);
        }

        @Override
        public Proposal next(Progress progress) {
            return progress.started() ? Proposal.expose(Split.canary(100)) : Proposal.expose(Split.matched());
        }
    }

    @Test
    void fromThoseWhoMatchToEverybodyIsAnIncreaseAtTheSameWeight() {
        bench = bench(analysis ->
                analysis.addMatch(insiders()).addWebhooks(hook("raise", HookType.CONFIRM_TRAFFIC_INCREASE)));
        bench.strategies.put("mine", new MatchingFully());
        bench.hooks.put("raise", true);
        bench.started("2").tick().forget();
        bench.hooks.put("raise", false);
        bench.ticks(2);
        assertThat(bench.status.matchedOnly()).isTrue();
    }

    @Test
    void aWeightIsRoundedDownToWhatTheRouterCanDo() {
        bench.router = RouterTraits.of(List.of(Ability.WEIGHTS), 5, Duration.ZERO);
        assertThat(fault(expose(12))).isEmpty();
        assertThat(bench.steps.stream().map(step -> step.situation().status().canaryWeight()))
                .contains(10)
                .doesNotContain(12, 15);
    }

    @Test
    void aRaiseThatRoundingWouldUndoBecomesTheSmallestOne() {
        bench.router = RouterTraits.of(List.of(Ability.WEIGHTS), 5, Duration.ZERO);
        assertThat(fault(expose(10), expose(13))).isEmpty();
        assertThat(bench.steps.stream().map(step -> step.situation().status().canaryWeight()))
                .contains(10, 15);
    }

    @Test
    void aRaiseThatRoundingWouldUndoStaysBelowTheLimit() {
        bench.router = RouterTraits.of(List.of(Ability.WEIGHTS), 20, Duration.ZERO);
        assertThat(fault(expose(40), expose(45))).isEmpty();
        assertThat(bench.steps.stream().map(step -> step.situation().status().canaryWeight()))
                .contains(40)
                .doesNotContain(45, 50, 60);
    }

    private Guard.Verdict asked(Proposal proposal) {
        bench.strategies.put("mine", new Mine(progress -> proposal));
        Situation last = bench.steps.get(bench.steps.size() - 1).situation();
        Facts facts = new Facts(
                last.toBuilder()
                        .status(bench.status)
                        .observation(bench.observe())
                        .build(),
                bench.strategies,
                bench.judges);
        return Guard.ask(facts, new TheProgress(facts, 0));
    }

    private static String faultOf(Guard.Verdict verdict) {
        return verdict.refused().orElseThrow().fact("fault");
    }

    @Test
    void toExposeACanaryWithoutAReplicaIsRefusedThoughNoRowAsksForIt() {
        bench.strategies.put("mine", new Mine(said(expose(10))));
        bench.started("2");
        bench.canaryMode = "starting";
        assertThat(faultOf(asked(expose(10)))).isEqualTo("no-replica");
        bench.canaryMode = "ready";
        assertThat(asked(expose(10)).refused()).isEmpty();
    }

    @Test
    void toRaiseBeforeACheckHasPassedIsRefusedThoughNoRowAsksForIt() {
        bench.strategies.put("mine", new Mine(said(expose(10))));
        bench.started("2").tick();
        assertThat(faultOf(asked(expose(20)))).isEqualTo("increase-without-pass");
        assertThat(asked(expose(5)).refused()).isEmpty();
    }

    @Test
    void aPlanThatFailsExposesNothing() {
        bench.strategies.put("mine", new Broken());
        bench.started("2").ticks(3);
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.done)
                .extracting(Action::split)
                .allMatch(split -> split.isEmpty() || !split.get().exposes());
        assertThat(bench.status.run().orElseThrow().strategy()).isEqualTo("mine@unknown");
    }

    private record Broken() implements Strategy {
        @Override
        public String version() {
            throw new IllegalStateException("no version");
        }

        @Override
        public Plan plan(Canary canary, Settings with) {
            throw new IllegalStateException("no plan");
        }

        @Override
        public Proposal next(Progress progress) {
            return expose(10);
        }
    }

    @Test
    void whatBlueAndGreenMirrorIsNotTheSwitch() {
        DecisionBench blueGreen = new DecisionBench(canary(
                analysis -> analysis.iterations(3).mirror(true).addWebhooks(hook("gate", HookType.CONFIRM_PROMOTION))));
        blueGreen.started("2").tick();
        assertThat(blueGreen.state()).isEqualTo("Progressing 0m up");
        assertThat(blueGreen.asked).isEmpty();
    }

    @Test
    void aStrategyIsToldHowTheRunStands() {
        bench.edit(canary(
                analysis -> analysis.threshold(5).addMetrics(successRate()).strategy(NamedPlug.of("mine"))));
        List<Progress> told = new ArrayList<>();
        bench.strategies.put("mine", new Mine(progress -> {
            told.add(progress);
            return progress.started()
                    ? new Proposal.Hold("because", Settings.none().with("seen", told.size()))
                    : expose(10);
        }));
        bench.started("2").tick();
        bench.metric("request-success-rate", 0).tick();
        bench.metric("request-success-rate", 100).ticks(2);
        Progress last = told.get(told.size() - 1);
        assertThat(last.failed()).isEqualTo(1);
        assertThat(last.recent()).extracting(Check::verdict).containsExactly(Verdict.FAIL, Verdict.PASS);
        assertThat(last.running()).isEqualTo(Duration.ofMinutes(4));
        assertThat(last.here()).isEqualTo(Duration.ofMinutes(3));
        assertThat(last.state()).isEqualTo(Settings.none().with("seen", told.size() - 1));
    }

    @Test
    void aStrategyThatNobodyRegisteredAbortsAndIsNamed() {
        bench.started("2").ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 0");
        Reason reason = bench.status.run().orElseThrow().result().orElseThrow();
        assertThat(reason.rule()).isEqualTo("strategy-abort");
        assertThat(reason.fact("detail")).isEqualTo("no such strategy: mine");
    }

    @Test
    void fromThoseWhoMatchToNobodyIsNoIncrease() {
        bench.strategies.put("mine", new Mine(said(expose(10))));
        bench.started("2");
        assertThat(Guard.increases(bench.status.run().orElseThrow(), Split.matched(), Split.allToPrimary()))
                .isFalse();
    }

    @Test
    void whoStepsBackWithoutAStepPromotesAtOnce() {
        Strategy mine = new Mine(said(expose(10)));
        bench.strategies.put("mine", new Strategy() {
            @Override
            public String version() {
                return "1";
            }

            @Override
            public Plan plan(Canary canary, Settings with) {
                return Plan.of(LIMIT, List.of(), Plan.Promotion.COPY_THEN_STEP_BACK, MOST_CHECKS);
            }

            @Override
            public Proposal next(Progress progress) {
                return mine.next(progress);
            }
        });
        bench.started("2").until("Promoting 10 up").tick();
        assertThat(bench.state()).isEqualTo("Finalising 0 up");
    }
}
