package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.status.Ending;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** While a revision is analysed. */
final class AnalysisRows {
    private static final Set<Phase> SAME = Row.SAME;

    private AnalysisRows() {}

    /** A push mid-run: traffic leaves the canary before anything else. */
    static List<Row> drains() {
        return List.of(
                Row.of(
                                "reverted",
                                Row.ANALYSING,
                                SAME,
                                "the target is back at the primary's revision",
                                AnalysisRows::revert,
                                Action.Kind.ROUTE,
                                Action.Kind.SCALE_CANARY)
                        .setting(Row.Mark.REVERTED),
                Row.of(
                        "restarted",
                        Row.ANALYSING,
                        Row.phases(Phase.PROGRESSING),
                        "the target has a new revision, or strategy, target or provider were edited",
                        AnalysisRows::restart,
                        Action.Kind.ROUTE,
                        Action.Kind.PIN,
                        Action.Kind.SCALE_CANARY));
    }

    /** Tried before a weight above it is ordered once more. */
    static List<Row> limits() {
        return List.of(Row.of(
                "limit-lowered",
                Row.ANALYSING,
                SAME,
                "the weight is above a limit that was edited",
                AnalysisRows::lower,
                Action.Kind.ROUTE));
    }

    static List<Row> edits() {
        return List.of(Row.of(
                        "threshold-lowered",
                        Row.ANALYSING,
                        SAME,
                        "as many checks have failed as a threshold that was edited",
                        AnalysisRows::lowerThreshold,
                        Action.Kind.ROUTE,
                        Action.Kind.SCALE_CANARY)
                .setting(Row.Mark.ROLLBACK));
    }

    static List<Row> skipping() {
        return List.of(
                Row.of(
                                "skip-failed",
                                Row.ANALYSING,
                                SAME,
                                "the primary does not get ready with a revision that goes without analysis",
                                AnalysisRows::skipFailed,
                                Action.Kind.ROUTE)
                        .setting(Row.Mark.FAILED_PROMOTION),
                Row.of(
                        "skip-routes",
                        Row.ANALYSING,
                        SAME,
                        "the primary is ready with a revision that went without analysis",
                        AnalysisRows::skipRoutes,
                        Action.Kind.ROUTE,
                        Action.Kind.SCALE_CANARY),
                Row.of(
                        "skipped",
                        Row.ANALYSING,
                        Row.phases(Phase.SUCCEEDED),
                        "traffic is on the primary and the canary is scaled to zero",
                        AnalysisRows::skipped,
                        Action.Kind.HOLD),
                Row.of(
                        "skip-promote",
                        Row.ANALYSING,
                        SAME,
                        "the canary is ready and goes without analysis",
                        AnalysisRows::skipPromote,
                        Action.Kind.HOLD,
                        Action.Kind.ROUTE,
                        Action.Kind.PROMOTE));
    }

    static List<Row> readiness() {
        return List.of(
                Row.of(
                                "canary-lost",
                                Row.ANALYSING,
                                SAME,
                                "the canary is stuck or not ready for too long",
                                AnalysisRows::canaryLost,
                                Action.Kind.ROUTE,
                                Action.Kind.SCALE_CANARY)
                        .setting(Row.Mark.ROLLBACK),
                Row.of(
                                "primary-lost",
                                Row.ANALYSING,
                                SAME,
                                "the primary is stuck or not ready for too long",
                                AnalysisRows::primaryLost,
                                Action.Kind.ROUTE,
                                Action.Kind.SCALE_CANARY)
                        .setting(Row.Mark.ROLLBACK));
    }

    static List<Row> checks() {
        List<Row> rows = new ArrayList<>(List.of(
                Row.of(
                        "analysis-waits",
                        Row.ANALYSING,
                        SAME,
                        "a version is not ready, or a pause holds back a promotion without analysis",
                        AnalysisRows::unready),
                Row.of(
                                "route-held",
                                Row.ANALYSING,
                                SAME,
                                "somebody else holds the route",
                                SafetyRows::holdForForeignRoute,
                                Action.Kind.ROUTE,
                                Action.Kind.SCALE_CANARY)
                        .setting(Row.Mark.ROLLBACK),
                Row.of(
                        "promote-commanded",
                        Row.ANALYSING,
                        Row.phases(Phase.PROMOTING),
                        "promote was commanded and both versions are ready",
                        AnalysisRows::promote,
                        Action.Kind.HOLD,
                        Action.Kind.ROUTE,
                        Action.Kind.PROMOTE),
                Row.of("not-due", Row.ANALYSING, SAME, "the next check is not due", AnalysisRows::notDue),
                Row.of(
                        "ask",
                        Row.ANALYSING,
                        SAME,
                        "hooks or metrics must be asked",
                        facts -> facts.step().filter(step -> step.kind() != Decision.Kind.ACT))));
        rows.add(step("rollback-hook", SAME, "a rollback hook said yes", Action.Kind.ROUTE, Action.Kind.SCALE_CANARY)
                .setting(Row.Mark.ROLLBACK));
        rows.add(step("delay", SAME, "the canary has not been ready for long enough"));
        rows.add(step("first-step", SAME, "pre-rollout hooks have passed", Action.Kind.ROUTE));
        rows.add(step("check-failed", SAME, "a hook or metric failed"));
        rows.add(step(
                        "threshold-reached",
                        SAME,
                        "too many checks have failed",
                        Action.Kind.ROUTE,
                        Action.Kind.SCALE_CANARY)
                .setting(Row.Mark.ROLLBACK));
        rows.add(step("inconclusive", SAME, "there were data, but they do not say yet"));
        rows.add(step("held-by-pause", SAME, "the check passed, and the canary is paused"));
        rows.add(step(
                        "strategy-fault",
                        SAME,
                        "the guard refused what the strategy proposed",
                        Action.Kind.ROUTE,
                        Action.Kind.SCALE_CANARY)
                .setting(Row.Mark.ROLLBACK));
        rows.add(step("strategy-abort", SAME, "the strategy aborts", Action.Kind.ROUTE, Action.Kind.SCALE_CANARY)
                .setting(Row.Mark.ROLLBACK));
        rows.add(step("increase-gate-closed", SAME, "the gate for more traffic is closed"));
        rows.add(step("promotion-gate-closed", Row.phases(Phase.WAITING_PROMOTION), "the promotion gate is closed"));
        rows.add(step("check-passed", SAME, "the check passed, and the strategy holds"));
        rows.add(step("advanced", SAME, "the check passed, and the strategy goes on", Action.Kind.ROUTE));
        rows.add(step(
                "promote",
                Row.phases(Phase.PROMOTING),
                "the check passed, and the promotion gate is open",
                Action.Kind.HOLD,
                Action.Kind.ROUTE,
                Action.Kind.PROMOTE));
        return rows;
    }

    private static Row step(String rule, Set<Phase> to, String when, Action.Kind... does) {
        return Row.of(rule, Row.ANALYSING, to, when, facts -> stepBy(rule, facts), does);
    }

    private static Optional<Decision> stepBy(String rule, Facts facts) {
        Optional<Decision> step = facts.step();
        return step.isPresent() && step.get().rule().equals(rule) ? step : Optional.empty();
    }

    private static boolean pushed(Facts facts) {
        return facts.status().ending().isEmpty()
                && !Orders.promotes(facts)
                && !facts.target().equals(facts.currentRun().revision());
    }

    private static Optional<Decision> revert(Facts facts) {
        boolean back = facts.primary().orElseThrow().wanted().equals(facts.target());
        if (!pushed(facts) || !back) {
            return Optional.empty();
        }
        Reason reason = Reason.of("Reverted").with("revision", facts.target());
        Change change =
                new Change(facts).event("reverted", Severity.WARN, reason).alert("reverted", Severity.WARN, reason);
        return Runs.end(facts, change, Ending.Kind.REVERTED, reason).advance("reverted");
    }

    private static Optional<Decision> restart(Facts facts) {
        RunStatus run = facts.currentRun();
        boolean edited = facts.status().ending().isEmpty()
                && !Orders.promotes(facts)
                && (!run.strategy().equals(facts.strategyId()) || !run.basis().equals(facts.basis()));
        if (!pushed(facts) && !edited) {
            return Optional.empty();
        }
        Reason reason = Reason.of("restarted")
                .with("revision", facts.target())
                .with("because", pushed(facts) ? "new revision" : "strategy, target or provider was edited");
        Change change = Runs.begin(facts, facts.target());
        if (pushed(facts)) {
            Runs.done(facts, change, Command.Kind.PROMOTE);
        }
        return change.phase(Phase.PROGRESSING)
                .event("restarted", reason)
                .because(reason)
                .advance("restarted");
    }

    private static Optional<Decision> lower(Facts facts) {
        int limit = facts.plan().limitPercent();
        boolean above = facts.status().canaryWeight() > limit && !Orders.promotes(facts);
        boolean free = !facts.spec().suspend() && facts.status().ending().isEmpty();
        if (!above || !free) {
            return Optional.empty();
        }
        Reason reason = Reason.of("limit-lowered").with("limit", limit);
        return new Change(facts)
                .split(Split.canary(limit))
                .event("limit-lowered", Severity.WARN, reason)
                .because(reason)
                .note("limit-lowered");
    }

    private static Optional<Decision> lowerThreshold(Facts facts) {
        int threshold = facts.analysis().effectiveThreshold();
        int failed = facts.status().failedChecks();
        if (failed < threshold || Orders.promotes(facts)) {
            return Optional.empty();
        }
        Reason reason = Reason.of("threshold-reached").with("failed", failed).with("threshold", threshold);
        return Runs.rollBack(facts, new Change(facts), "threshold-lowered", Severity.ERROR, reason);
    }

    private static boolean skips(Facts facts) {
        return Orders.promotes(facts) || facts.skips(facts.currentRun().revision());
    }

    private static Optional<Decision> skipPromote(Facts facts) {
        if (!skips(facts)
                || Orders.promotes(facts)
                || !facts.canaryReady()
                || facts.paused()
                || facts.situation().advanced()) {
            return Optional.empty();
        }
        Reason reason =
                Reason.of("skip-promote").with("revision", facts.currentRun().revision());
        Change change = new Change(facts);
        if (facts.shifts() && !facts.workloadCan(WorkloadAbility.UPDATE_KEEPS_A_REPLICA)) {
            change.split(Split.canary(100));
        }
        return Runs.orderPromotion(facts, change.run(run -> run.skip(true)))
                .event("promotion-started", reason)
                .because(reason)
                .advance("skip-promote");
    }

    private static Optional<Decision> skipFailed(Facts facts) {
        boolean failed = Orders.promotes(facts)
                && facts.currentRun().result().isEmpty()
                && facts.primaryRunsWhatItShall()
                && Readiness.primaryLost(facts);
        if (!failed) {
            return Optional.empty();
        }
        return PromotionRows.failPromotion(facts, "skip-failed");
    }

    private static Optional<Decision> skipRoutes(Facts facts) {
        boolean ready = Orders.promotes(facts)
                && facts.primaryReady()
                && facts.currentRun().result().isEmpty();
        if (!ready) {
            return Optional.empty();
        }
        return new Change(facts)
                .split(Split.allToPrimary())
                .run(run -> run.result(Reason.of("skipped")))
                .because(Reason.of("skip-routes"))
                .note("skip-routes");
    }

    private static Optional<Decision> skipped(Facts facts) {
        boolean done = Orders.promotes(facts)
                && facts.currentRun().result().isPresent()
                && Orders.pending(facts).isEmpty()
                && facts.beganHere();
        return done ? PromotionRows.succeed(facts, "skipped") : Optional.empty();
    }

    private static Optional<Decision> canaryLost(Facts facts) {
        return Readiness.canaryLost(facts)
                ? lost(facts, Readiness.canaryReason(facts, "canary-lost"))
                : Optional.empty();
    }

    private static Optional<Decision> primaryLost(Facts facts) {
        return Readiness.primaryLost(facts)
                ? lost(facts, Readiness.primaryReason(facts, "primary-lost"))
                : Optional.empty();
    }

    private static Optional<Decision> lost(Facts facts, Reason reason) {
        if (Orders.promotes(facts) || facts.situation().advanced() || !facts.beganHere()) {
            return Optional.empty();
        }
        return Runs.rollBack(facts, new Change(facts), reason.rule(), Severity.ERROR, reason);
    }

    private static Optional<Decision> unready(Facts facts) {
        if (Orders.promotes(facts)) {
            return Wait.forChange(facts, Readiness.primaryReason(facts, "skip-waits-for-primary"));
        }
        if (!facts.canaryReady()) {
            return Wait.forChange(facts, Readiness.canaryReason(facts, "analysis-waits-for-canary"));
        }
        if (!facts.primaryReady()) {
            return Wait.forChange(facts, Readiness.primaryReason(facts, "analysis-waits-for-primary"));
        }
        boolean unpromoted = facts.skips(facts.currentRun().revision()) && facts.paused();
        return unpromoted ? Wait.forChange(facts, Reason.of("paused")) : Optional.empty();
    }

    private static Optional<Decision> promote(Facts facts) {
        if (!facts.hasCommand(Command.Kind.PROMOTE)
                || facts.paused()
                || facts.situation().advanced()) {
            return Optional.empty();
        }
        Reason reason = Runs.commanded(
                "promote-commanded", facts.command(Command.Kind.PROMOTE).orElseThrow());
        Change change = new Change(facts)
                .event("promote-commanded", Severity.WARN, reason)
                .alert("promote-commanded", Severity.WARN, reason);
        return Stepping.promote(facts, change, "promote-commanded");
    }

    private static Optional<Decision> notDue(Facts facts) {
        boolean later = facts.situation().advanced() || !facts.beganHere();
        return later || !facts.timing().checkDue() ? Wait.untilCheck(facts, Reason.of("next-check")) : Optional.empty();
    }
}
