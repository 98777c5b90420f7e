package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.Finding;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Proposal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The step that is due once an interval while a revision is analysed: rollback questions, then either the first step or a check
 * and what the strategy makes of it. Everything here presumes that both versions are ready and the route is as it shall be.
 */
final class Stepping {
    private static final String PROGRESSING = Phase.PROGRESSING.wireName();

    private Stepping() {}

    static Optional<Decision> step(Facts facts) {
        List<Webhook> questions = Hooks.rollback(facts, HookMode.ASK);
        Hooks.Result back =
                Hooks.ask(facts, questions, HookType.ROLLBACK, facts.phase().wireName(), Question.Order.UNTIL_YES);
        if (back.open()) {
            return back.ask();
        }
        if (back.stopped().isPresent()) {
            Reason reason =
                    Reason.of("rollback-hook").with("hook", back.stopped().get().name());
            return Runs.rollBack(facts, new Change(facts), "rollback-hook", Severity.WARN, reason);
        }
        if (!facts.currentRun().exposed()) {
            return first(facts);
        }
        return delayed(facts) ? warmUp(facts) : check(facts);
    }

    private static boolean delayed(Facts facts) {
        Instant since = facts.currentRun().readySince().orElse(facts.now());
        return facts.analysis().delay().isPresent()
                && since.plus(facts.analysis().delay().get()).isAfter(facts.now());
    }

    /** Rollout hooks are called so that they can warm the canary up; what they say is not asked for. */
    private static Optional<Decision> warmUp(Facts facts) {
        Hooks.Result hooks = Hooks.ask(
                facts,
                facts.analysis().webhooks(HookType.ROLLOUT),
                HookType.ROLLOUT,
                PROGRESSING,
                Question.Order.ALL_IN_TURN);
        if (hooks.open()) {
            return hooks.ask();
        }
        return new Change(facts)
                .status(next -> next.lastCheckAt(facts.now()))
                .because(Reason.of("delay")
                        .with("delay", facts.analysis().delay().orElseThrow()))
                .advance("delay");
    }

    private static Optional<Decision> first(Facts facts) {
        RunStatus run = facts.currentRun();
        List<Webhook> hooks =
                run.preRolloutPassed() ? List.of() : facts.analysis().webhooks(HookType.PRE_ROLLOUT);
        Hooks.Result pre = Hooks.ask(facts, hooks, HookType.PRE_ROLLOUT, PROGRESSING, Question.Order.UNTIL_NO);
        if (pre.open()) {
            return pre.ask();
        }
        Change change = checked(facts);
        if (facts.status().lastCheckAt().isEmpty()) {
            change.event("analysis-started", Reason.of("analysis-started").with("revision", run.revision()));
        }
        passed(change, pre.passed());
        if (pre.stopped().isPresent()) {
            Finding finding = hookFinding(pre, "pre-rollout-failed");
            return Checks.failed(facts, Checks.record(facts, change, Verdict.FAIL, List.of(finding)), List.of(finding));
        }
        change.run(next -> next.preRolloutPassed(true));
        return proceed(facts, change, 0);
    }

    private static void passed(Change change, List<Webhook> hooks) {
        for (Webhook hook : hooks) {
            change.event(
                    "hook-passed",
                    Reason.of("hook-passed")
                            .with("hook", hook.name())
                            .with("type", hook.type().wireName()));
        }
    }

    private static Finding hookFinding(Hooks.Result hooks, String outcome) {
        Webhook hook = hooks.stopped().orElseThrow();
        return new Finding(hook.name(), Verdict.FAIL, outcome, new TreeMap<>(), hooks.detail());
    }

    private static Optional<Decision> check(Facts facts) {
        Hooks.Result hooks = Hooks.ask(
                facts,
                facts.analysis().webhooks(HookType.ROLLOUT),
                HookType.ROLLOUT,
                PROGRESSING,
                Question.Order.UNTIL_NO);
        if (hooks.open()) {
            return hooks.ask();
        }
        if (hooks.stopped().isPresent()) {
            List<Finding> findings = List.of(hookFinding(hooks, "hook-failed"));
            return Checks.failed(facts, Checks.record(facts, checked(facts), Verdict.FAIL, findings), findings);
        }
        Metrics.Result metrics = Metrics.check(facts);
        if (metrics.ask().isPresent()) {
            return metrics.ask();
        }
        Verdict verdict = Checks.verdict(metrics.findings());
        Change change = Checks.record(facts, checked(facts), verdict, metrics.findings());
        change.run(run -> run.judgeStates(metrics.judgeStates()));
        return switch (verdict) {
            case FAIL -> Checks.failed(facts, change, metrics.findings());
            case INCONCLUSIVE -> Checks.inconclusive(facts, change, metrics.findings());
            case PASS -> {
                change.run(run -> run.inconclusive(0));
                yield facts.paused() ? held(change) : proceed(facts, change, 1);
            }
        };
    }

    private static Change checked(Facts facts) {
        return new Change(facts).status(next -> next.lastCheckAt(facts.now()));
    }

    private static Optional<Decision> held(Change change) {
        return change.because(Reason.of("paused")).advance("held-by-pause");
    }

    /** What the strategy makes of it; {@code justPassed} is 1 after a check and 0 before the first step. */
    private static Optional<Decision> proceed(Facts facts, Change change, int justPassed) {
        if (facts.paused()) {
            return held(change);
        }
        Guard.Verdict verdict = Guard.ask(facts, new TheProgress(facts, justPassed));
        if (verdict.refused().isPresent()) {
            return Runs.rollBack(
                    facts,
                    change,
                    "strategy-fault",
                    Severity.ERROR,
                    verdict.refused().get());
        }
        Proposal proposal = verdict.proposal();
        if (proposal instanceof Proposal.Abort abort) {
            Reason reason = Reason.of("strategy-abort").with("detail", Budget.shortened(abort.because()));
            return Runs.rollBack(facts, change, "strategy-abort", Severity.ERROR, reason);
        }
        if (proposal instanceof Proposal.Expose expose) {
            return expose(facts, change, expose, justPassed);
        }
        if (proposal instanceof Proposal.Hold hold) {
            int iterations = count(facts, change, justPassed, facts.currentRun().exposed());
            change.run(run -> run.strategyState(hold.state()))
                    .because(Reason.of("check-passed").with("detail", Budget.shortened(hold.because())));
            iterated(facts, change, iterations);
            return change.advance("check-passed");
        }
        return finish(facts, change, justPassed);
    }

    private static Optional<Decision> expose(Facts facts, Change change, Proposal.Expose expose, int justPassed) {
        Split now = facts.routing().saved().sticky(Optional.empty());
        Split split = expose.split();
        boolean increase = Guard.increases(facts.currentRun(), now, split);
        boolean switches = facts.plan().promotion() == Plan.Promotion.SWITCH_THEN_COPY
                && split.canaryPercent() > 0
                && !split.matchedOnly();
        if (increase && switches && !facts.currentRun().promotionConfirmed()) {
            Optional<Decision> closed = Gates.promotion(facts, change);
            if (closed.isPresent()) {
                return closed;
            }
            change.run(run -> run.promotionConfirmed(true));
        }
        if (increase && !switches) {
            Optional<Decision> closed = Gates.increase(facts, change, split);
            if (closed.isPresent()) {
                return closed;
            }
        }
        int iterations = count(facts, change, justPassed, true);
        change.run(run -> run.exposed(true)
                .strategyState(expose.state())
                .highestWeight(Math.max(facts.currentRun().highestWeight(), split.canaryPercent())));
        change.split(split);
        advanced(facts, change, now, split, iterations);
        return change.advance(justPassed == 0 ? "first-step" : "advanced");
    }

    private static void advanced(Facts facts, Change change, Split before, Split split, int iterations) {
        Reason reason =
                Reason.of("advanced").with("weight", split.canaryPercent()).with("mirror", split.mirrorPercent());
        change.because(reason);
        if (facts.plan().promotion() == Plan.Promotion.SWITCH_THEN_COPY && split.canaryPercent() == 100) {
            change.event("routing-to-canary", reason.with("mirrored", before.mirrorPercent() > 0));
        } else if (facts.analysis().iterations().orElse(0) > 0
                && !facts.analysis().hasSteps()) {
            iterated(facts, change, iterations);
        } else {
            change.event("advanced", reason);
        }
    }

    private static void iterated(Facts facts, Change change, int iterations) {
        change.event(
                "iterated",
                Reason.of("iterated")
                        .with("iteration", iterations)
                        .with("iterations", facts.analysis().iterations().orElse(0)));
    }

    /** Counts a passed check, and nothing before the first step; returns the iterations that come of it. */
    private static int count(Facts facts, Change change, int justPassed, boolean exposed) {
        Analysis analysis = facts.analysis();
        RunStatus run = facts.currentRun();
        int passed = run.passed() + justPassed;
        int planned =
                analysis.iterations().orElse(facts.shifts() ? 0 : facts.plan().mostChecks() - 1);
        int reached = analysis.hasSteps() && facts.shifts() ? passed : exposed ? passed + 1 : 0;
        int iterations = Math.min(planned, reached);
        change.run(next -> next.passed(passed).passedHere(run.passedHere() + justPassed))
                .status(next -> next.iterations(iterations));
        return iterations;
    }

    private static Optional<Decision> finish(Facts facts, Change change, int justPassed) {
        Optional<Decision> increase =
                Gates.increase(facts, change, facts.routing().saved());
        if (increase.isPresent()) {
            return increase;
        }
        if (!facts.currentRun().promotionConfirmed()) {
            Optional<Decision> closed = Gates.promotion(facts, change);
            if (closed.isPresent()) {
                return closed;
            }
        }
        count(facts, change, justPassed, facts.currentRun().exposed());
        return promote(facts, change, "promote");
    }

    /** Orders the promotion; where the primary's own update may leave no replica, traffic goes to the canary before. */
    static Optional<Decision> promote(Facts facts, Change change, String rule) {
        Reason reason = Reason.of(rule).with("revision", facts.currentRun().revision());
        if (facts.promotionNeedsTheCanary()) {
            change.split(Split.canary(100));
        }
        Runs.orderPromotion(facts, change)
                .phase(Phase.PROMOTING)
                .status(next -> next.lastCheckAt(facts.now()))
                .event("promotion-started", reason)
                .because(reason);
        return Runs.done(facts, change, Command.Kind.PROMOTE).advance(rule);
    }
}
