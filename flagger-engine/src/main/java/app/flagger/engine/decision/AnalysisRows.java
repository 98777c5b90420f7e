package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.status.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** While a revision is analysed. */
final class AnalysisRows {
    private AnalysisRows() {}

    static List<Row> readiness() {
        return List.of(
                Row.of(
                                "canary-lost",
                                Row.ANALYSING,
                                Row.SAME,
                                "the canary is stuck or not ready for too long",
                                AnalysisRows::canaryLost,
                                Action.Kind.ROUTE,
                                Action.Kind.SCALE_CANARY)
                        .setting(Row.Mark.ROLLBACK),
                Row.of(
                                "primary-lost",
                                Row.ANALYSING,
                                Row.SAME,
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
                        Row.SAME,
                        "a version is not ready, or a pause holds back a promotion without analysis",
                        AnalysisRows::unready),
                Row.of(
                                "route-held",
                                Row.ANALYSING,
                                Row.SAME,
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
                Row.of("not-due", Row.ANALYSING, Row.SAME, "the next check is not due", AnalysisRows::notDue),
                Row.of(
                        "ask",
                        Row.ANALYSING,
                        Row.SAME,
                        "hooks or metrics must be asked",
                        facts -> facts.step().filter(step -> step.kind() != Decision.Kind.ACT))));
        rows.add(
                step("rollback-hook", Row.SAME, "a rollback hook said yes", Action.Kind.ROUTE, Action.Kind.SCALE_CANARY)
                        .setting(Row.Mark.ROLLBACK));
        rows.add(step("delay", Row.SAME, "the canary has not been ready for long enough"));
        rows.add(step("first-step", Row.SAME, "pre-rollout hooks have passed", Action.Kind.ROUTE));
        rows.add(step("check-failed", Row.SAME, "a hook or metric failed"));
        rows.add(step(
                        "threshold-reached",
                        Row.SAME,
                        "too many checks have failed",
                        Action.Kind.ROUTE,
                        Action.Kind.SCALE_CANARY)
                .setting(Row.Mark.ROLLBACK));
        rows.add(step("inconclusive", Row.SAME, "there were data, but they do not say yet"));
        rows.add(step("held-by-pause", Row.SAME, "the check passed, and the canary is paused"));
        rows.add(step(
                        "strategy-fault",
                        Row.SAME,
                        "the guard refused what the strategy proposed",
                        Action.Kind.ROUTE,
                        Action.Kind.SCALE_CANARY)
                .setting(Row.Mark.ROLLBACK));
        rows.add(step("strategy-abort", Row.SAME, "the strategy aborts", Action.Kind.ROUTE, Action.Kind.SCALE_CANARY)
                .setting(Row.Mark.ROLLBACK));
        rows.add(step("increase-gate-closed", Row.SAME, "the gate for more traffic is closed"));
        rows.add(step("promotion-gate-closed", Row.phases(Phase.WAITING_PROMOTION), "the promotion gate is closed"));
        rows.add(step("check-passed", Row.SAME, "the check passed, and the strategy holds"));
        rows.add(step("advanced", Row.SAME, "the check passed, and the strategy goes on", Action.Kind.ROUTE));
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
        return later || !facts.timing().checkDue()
                ? Wait.untilCheck(facts, Reason.of(awaited(facts)))
                : Optional.empty();
    }

    /** What a person reads who asks why nothing happens: checks go on, but they are not what is waited for. */
    private static String awaited(Facts facts) {
        if (facts.status().paused().isPresent()) {
            return "paused";
        }
        return facts.phase() == Phase.WAITING_PROMOTION ? "waiting-for-promotion-gate" : "next-check";
    }
}
