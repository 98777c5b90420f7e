package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Split;
import app.flagger.api.status.Ending;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import java.util.List;
import java.util.Optional;

/** A push or an edit while a revision is analysed. */
final class EditRows {
    private EditRows() {}

    /** A push mid-run: traffic leaves the canary before anything else. */
    static List<Row> drains() {
        return List.of(
                Row.of(
                                "reverted",
                                Row.ANALYSING,
                                Row.SAME,
                                "the target is back at the primary's revision",
                                EditRows::revert,
                                Action.Kind.ROUTE,
                                Action.Kind.SCALE_CANARY)
                        .setting(Row.Mark.REVERTED),
                Row.of(
                        "restarted",
                        Row.ANALYSING,
                        Row.phases(Phase.PROGRESSING),
                        "the target has a new revision, or strategy, target or provider were edited",
                        EditRows::restart,
                        Action.Kind.ROUTE,
                        Action.Kind.PIN,
                        Action.Kind.SCALE_CANARY));
    }

    /** Tried before a weight above it is ordered once more. */
    static List<Row> limits() {
        return List.of(Row.of(
                "limit-lowered",
                Row.ANALYSING,
                Row.SAME,
                "the weight is above a limit that was edited",
                EditRows::lower,
                Action.Kind.ROUTE));
    }

    static List<Row> edits() {
        return List.of(Row.of(
                        "threshold-lowered",
                        Row.ANALYSING,
                        Row.SAME,
                        "as many checks have failed as a threshold that was edited",
                        EditRows::lowerThreshold,
                        Action.Kind.ROUTE,
                        Action.Kind.SCALE_CANARY)
                .setting(Row.Mark.ROLLBACK));
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
}
