package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.insiders;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.Settings;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Shape;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement;
import app.flagger.api.strategy.Proposal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Played stories that together take every row of {@link Transitions}. */
final class Stories {
    private static final Webhook GATE = hook("gate", HookType.CONFIRM_ROLLOUT);
    private static final Webhook RAISE = hook("raise", HookType.CONFIRM_TRAFFIC_INCREASE);
    private static final Webhook PROMOTION = hook("promotion", HookType.CONFIRM_PROMOTION);
    private static final Webhook BACK = hook("back", HookType.ROLLBACK);
    private static final UnaryOperator<Analysis.Builder> STEPS = measured(steps(20, 60));

    private Stories() {}

    private static UnaryOperator<Analysis.Builder> measured(UnaryOperator<Analysis.Builder> analysis) {
        return builder -> analysis.apply(builder).threshold(3).addMetrics(successRate());
    }

    private static DecisionBench bench(UnaryOperator<Analysis.Builder> analysis, Webhook... hooks) {
        return new DecisionBench(
                        canary(builder -> measured(analysis).apply(builder).addWebhooks(hooks)))
                .metric("request-success-rate", 100);
    }

    private static DecisionBench steppedUp(Webhook... hooks) {
        return bench(steps(20, 60), hooks).started("2").until("Progressing 20 up");
    }

    private static DecisionBench promoting() {
        return bench(steps(20, 60)).started("2").until("Promoting 60 up");
    }

    private static DecisionBench promotionFailed() {
        DecisionBench bench = promoting();
        bench.primaryMode = "stuck";
        return bench.until("Failed 100 up");
    }

    private static DecisionBench skipping() {
        return bench(steps(20, 60)).edit(canary(STEPS, spec -> spec.skipAnalysis(true)));
    }

    static List<DecisionBench> all() {
        return Stream.of(strategies(), gates(), checks(), pushes(), safety(), commands(), promotions(), beginnings())
                .flatMap(List::stream)
                .toList();
    }

    private static List<DecisionBench> strategies() {
        DecisionBench steppingBack =
                bench(analysis -> steps(35, 35).apply(analysis).stepWeightPromotion(15));
        steppingBack.started("2").until("Promoting 35 up").wake().wake();
        DecisionBench plain = bench(iterations(3));
        plain.router = RouterTraits.of();
        DecisionBench fault = bench(analysis -> steps(20, 60).apply(analysis).strategy(NamedPlug.of("mine")));
        fault.strategies.put("mine", Scripted.sayingBelow(50, Proposal.expose(Split.canary(60))));
        DecisionBench abort = bench(analysis -> steps(20, 60).apply(analysis).strategy(NamedPlug.of("mine")));
        abort.strategies.put("mine", Scripted.saying(new Proposal.Abort("enough")));
        return List.of(
                bench(steps(20, 60)).started("2").until("Succeeded 0").wake(),
                bench(analysis -> steps(20, 60).apply(analysis).mirror(true))
                        .started("2")
                        .until("Succeeded 0"),
                bench(analysis -> iterations(3).apply(analysis).addMatch(insiders()))
                        .started("2")
                        .until("Succeeded 0"),
                bench(iterations(3)).started("2").until("Succeeded 0"),
                plain.started("2").until("Succeeded"),
                steppingBack.until("Succeeded 0"),
                fault.started("2").ticks(2),
                abort.started("2").ticks(2));
    }

    private static List<DecisionBench> gates() {
        DecisionBench rollout = bench(steps(20, 60), GATE);
        rollout.hooks.put("gate", false);
        rollout.initialised().push("2").ticks(2).wake().push("3").tick();
        rollout.push("1").tick();
        DecisionBench aborted = bench(steps(20, 60), GATE);
        aborted.hooks.put("gate", false);
        aborted.initialised().push("2").tick().send(Command.Kind.ABORT).tick();
        DecisionBench opened = bench(steps(20, 60), GATE);
        opened.hooks.put("gate", false);
        opened.initialised().push("2").tick();
        opened.hooks.put("gate", true);
        DecisionBench raise = bench(steps(20, 60), RAISE);
        raise.started("2").tick();
        raise.hooks.put("raise", false);
        DecisionBench promotion = bench(steps(20, 20), PROMOTION);
        promotion.hooks.put("promotion", false);
        promotion.started("2").until("WaitingPromotion 20 up").ticks(2);
        promotion.hooks.put("promotion", true);
        DecisionBench pushed = bench(steps(20, 20), PROMOTION);
        pushed.hooks.put("promotion", false);
        pushed.started("2").until("WaitingPromotion 20 up").push("3");
        return List.of(
                rollout,
                aborted,
                opened.until("Succeeded 0"),
                raise.ticks(2),
                promotion.until("Succeeded 0"),
                pushed.ticks(2));
    }

    private static List<DecisionBench> checks() {
        DecisionBench inconclusive = bench(steps(20, 60));
        inconclusive.judges.put("threshold", new UnsureJudge());
        DecisionBench back = steppedUpUnless("back", BACK);
        back.hooks.put("back", true);
        return List.of(
                steppedUp().metric("request-success-rate", 10).ticks(4),
                inconclusive.started("2").ticks(3),
                back.ticks(2),
                bench(analysis -> steps(20, 60).apply(analysis).delay(Duration.ofMinutes(3)))
                        .started("2")
                        .ticks(6),
                steppedUp().edit(canary(measured(steps(10, 15)))).ticks(2),
                steppedUp()
                        .metric("request-success-rate", 10)
                        .ticks(2)
                        .edit(canary(builder -> STEPS.apply(builder).threshold(1)))
                        .tick(),
                steppedUp().edit(canary(STEPS, spec -> spec.suspend(true))).ticks(2));
    }

    private static DecisionBench steppedUpUnless(String hook, Webhook... hooks) {
        DecisionBench bench = bench(steps(20, 60), hooks);
        bench.hooks.put(hook, false);
        return bench.started("2").until("Progressing 20 up");
    }

    private static List<DecisionBench> pushes() {
        DecisionBench unheld = bench(steps(20, 60));
        unheld.workload = WorkloadTraits.of(WorkloadAbility.SCALE, WorkloadAbility.UPDATE_KEEPS_A_REPLICA);
        unheld.started("2").until("Promoting 60 up");
        unheld.primaryMode = "degraded";
        unheld.push("3").tick();
        unheld.primaryMode = "ready";
        return List.of(steppedUp().push("3").ticks(3), steppedUp().push("1").ticks(2), unheld.ticks(3));
    }

    private static List<DecisionBench> safety() {
        DecisionBench canaryGone = steppedUp();
        canaryGone.canaryMode = "starting";
        canaryGone.tick();
        canaryGone.canaryMode = "ready";
        DecisionBench stuck = steppedUp();
        stuck.canaryMode = "stuck";
        DecisionBench primaryStuck = steppedUp();
        primaryStuck.primaryMode = "stuck";
        DecisionBench rolledBackLate = steppedUp();
        rolledBackLate.primaryMode = "starting";
        rolledBackLate.send(Command.Kind.ABORT).ticks(2);
        rolledBackLate.primaryMode = "ready";
        DecisionBench lowered = steppedUp();
        lowered.live = Optional.of(Split.canary(5));
        lowered.writtenBy = Optional.of("kubectl");
        DecisionBench raised = steppedUp();
        raised.live = Optional.of(Split.canary(90));
        DecisionBench slow = steppedUp();
        slow.routesAreSlow = true;
        slow.ticks(2);
        slow.routesAreSlow = false;
        DecisionBench pending = steppedUp();
        pending.data = RouteState.Propagation.PENDING;
        return List.of(
                canaryGone.ticks(2),
                stuck.ticks(2),
                primaryStuck.ticks(2),
                raised.tick(),
                rolledBackLate.ticks(2),
                lowered.ticks(12),
                loweredAndResumed(),
                slow.ticks(2),
                pending.ticks(2));
    }

    private static DecisionBench loweredAndResumed() {
        DecisionBench lowered = steppedUp();
        lowered.live = Optional.of(Split.canary(5));
        lowered.writtenBy = Optional.of("kubectl");
        return lowered.ticks(2).send(Command.Kind.RESUME).tick();
    }

    private static List<DecisionBench> commands() {
        DecisionBench refused = bench(steps(20, 60)).initialised();
        refused.denied = action -> action.kind() == Action.Kind.PIN;
        DecisionBench unready = bench(steps(20, 60));
        unready.canaryMode = "degraded";
        DecisionBench restarted = promoting();
        restarted.primaryMode = "degraded";
        restarted.send(Command.Kind.RESTART).tick();
        restarted.primaryMode = "ready";
        return List.of(
                steppedUp()
                        .send(Command.Kind.PAUSE)
                        .ticks(3)
                        .send(Command.Kind.RESUME)
                        .ticks(2),
                steppedUp().send(Command.Kind.ABORT).ticks(2),
                refused.push("2").ticks(3).send(Command.Kind.ABORT).ticks(2),
                promoting().send(Command.Kind.ABORT).ticks(3),
                bench(steps(20, 60))
                        .started("2")
                        .until("Finalising 0 up")
                        .send(Command.Kind.ABORT)
                        .ticks(3),
                promotionFailed().send(Command.Kind.ABORT).ticks(3),
                bench(steps(20, 60)).initialised().send(Command.Kind.ABORT).tick(),
                steppedUp(GATE).send(Command.Kind.RESTART).ticks(4),
                restarted.ticks(6),
                promotionFailed().send(Command.Kind.RESTART).ticks(4),
                steppedUp().send(Command.Kind.PROMOTE).ticks(2),
                unready.started("2").ticks(2),
                bench(steps(20, 60))
                        .initialised()
                        .annotate(Annotations.RESET, Optional.of("true"))
                        .ticks(3));
    }

    private static List<DecisionBench> promotions() {
        DecisionBench slow = bench(steps(20, 60)).started("2").until("Progressing 60 up");
        slow.promotionIsSlow = true;
        slow.tick().tickAfter(Duration.ofHours(1));
        DecisionBench skippingSlowly = skipping().started("2");
        skippingSlowly.promotionIsSlow = true;
        skippingSlowly.tick().tickAfter(Duration.ofHours(1));
        DecisionBench slowest = promoting();
        slowest.primaryMode = "degraded";
        DecisionBench restored = promotionFailed().push("3").ticks(2);
        restored.primaryMode = "ready";
        DecisionBench escaped = promotionFailed().push("3").ticks(2).send(Command.Kind.PROMOTE);
        escaped.watcher = decision ->
                escaped.primaryMode = decision.rule().equals("restore-skipped") ? "ready" : escaped.primaryMode;
        DecisionBench skipFailed = skipping().started("2");
        skipFailed.watcher = decision ->
                skipFailed.primaryMode = decision.rule().equals("skip-promote") ? "stuck" : skipFailed.primaryMode;
        DecisionBench alone = bench(steps(20, 60));
        alone.workload = WorkloadTraits.of(WorkloadAbility.SCALE);
        return List.of(
                slow.ticks(3),
                skippingSlowly.ticks(3),
                slowest.ticks(2),
                restored.ticks(6),
                escaped.ticks(3),
                skipping().started("2").ticks(3),
                skipFailed.ticks(3),
                alone.started("2").until("Succeeded 0"));
    }

    private static List<DecisionBench> beginnings() {
        DecisionBench stuck = bench(steps(20, 60));
        stuck.primaryMode = "stuck";
        stuck.ticks(3);
        stuck.primaryMode = "ready";
        DecisionBench pushed = bench(steps(20, 60));
        pushed.watcher = decision -> pushed.target = new Revision("2");
        DecisionBench unready = bench(steps(20, 60)).initialised();
        unready.primaryMode = "degraded";
        DecisionBench deleted = steppedUp();
        deleted.giveBack = true;
        deleted.canaryMode = "degraded";
        deleted.ticks(2);
        deleted.canaryMode = "ready";
        return List.of(
                stuck.push("2").ticks(4),
                pushed.ticks(3),
                unready.push("2").ticks(2),
                deleted.ticks(3),
                upstream(Phase.PROGRESSING, "1").ticks(3),
                upstream(Phase.PROMOTING, "2").ticks(3));
    }

    /** A world that upstream has left. */
    private static DecisionBench upstream(Phase phase, String primary) {
        DecisionBench bench = bench(steps(20, 60)).push("2");
        bench.primary = Optional.of(new Revision(primary));
        bench.live = Optional.of(Split.canary(40));
        bench.status = CanaryStatus.builder()
                .phase(phase)
                .canaryWeight(40)
                .lastAppliedSpec("67dd4f8c5f")
                .build();
        return bench;
    }

    /** Has data and cannot say. */
    private static final class UnsureJudge implements Judge {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public Set<Shape> needs(Settings with) {
            return EnumSet.of(Shape.VALUE);
        }

        @Override
        public Judgement judge(Evidence evidence) {
            return new Judgement(
                    Judgement.Verdict.INCONCLUSIVE, "unsure", new TreeMap<>(), "too early", Settings.none());
        }
    }
}
