package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Split;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.Restoring;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * After a failed promotion the primary is left alone until somebody acts: a new revision, a revert or a restart. Then it is
 * brought back to the last good revision while the canary copy goes on serving.
 */
final class RestoreRows {
    private static final Set<Phase> FAILED = Row.phases(Phase.FAILED);

    private RestoreRows() {}

    static List<Row> rows() {
        return List.of(
                Row.of(
                                "restore-begun",
                                FAILED,
                                Row.SAME,
                                "a new revision, a revert or a restart after a failed promotion",
                                RestoreRows::begin,
                                Action.Kind.PROMOTE)
                        .setting(Row.Mark.RESTORING),
                Row.of(
                                "restore-skipped",
                                FAILED,
                                Row.phases(Phase.PROGRESSING),
                                "restoring is stuck, and somebody wants the target's revision promoted",
                                RestoreRows::skip,
                                Action.Kind.PIN,
                                Action.Kind.PROMOTE)
                        .ending(Row.Mark.RESTORING),
                Row.of(
                        "restore-routes",
                        FAILED,
                        Row.SAME,
                        "the primary is ready with the last good revision",
                        RestoreRows::route,
                        Action.Kind.ROUTE),
                Row.of(
                                "restored",
                                FAILED,
                                Row.SAME,
                                "traffic is on the restored primary and the canary is scaled to zero",
                                RestoreRows::restored,
                                Action.Kind.HOLD)
                        .ending(Row.Mark.RESTORING),
                Row.of("restoring", FAILED, Row.SAME, "the primary is not ready yet", RestoreRows::waiting));
    }

    private static Optional<Decision> begin(Facts facts) {
        boolean bad = facts.primaryIsBad() && facts.status().restoring().isEmpty();
        boolean changed = !facts.target()
                .equals(facts.primary().map(primary -> primary.wanted()).orElse(facts.target()));
        if (!bad || (!changed && !facts.restarting()) || facts.situation().advanced()) {
            return Optional.empty();
        }
        Reason reason = Reason.of("restore-begun")
                .with("revision", facts.primary().orElseThrow().lastGood().orElseThrow())
                .with("because", changed ? "the target has changed" : "restart was commanded");
        Change change = new Change(facts)
                .status(next -> next.restoring(new Restoring(reason, facts.now(), false)))
                .event("restore-begun", Severity.WARN, reason)
                .because(reason);
        return Runs.restorePrimary(facts, change).advance("restore-begun");
    }

    private static boolean restoring(Facts facts) {
        return facts.status().restoring().isPresent();
    }

    private static Optional<Decision> skip(Facts facts) {
        boolean wished = facts.hasCommand(Command.Kind.PROMOTE) || facts.skips(facts.target());
        boolean other =
                facts.primary().isPresent() && !facts.primary().get().wanted().equals(facts.target());
        if (!restoring(facts)
                || !Readiness.primaryLost(facts)
                || !wished
                || !other
                || facts.paused()
                || facts.situation().advanced()) {
            return Optional.empty();
        }
        Reason reason = Reason.of("restore-skipped").with("revision", facts.target());
        Split serving = facts.routing().saved();
        Change change = Runs.begin(facts, facts.target()).split(serving);
        PrimaryStatus primary = facts.primary().orElseThrow().toBuilder()
                .wanted(facts.target())
                .run(facts.situation().newRunId())
                .build();
        change.run(run -> run.skip(true).exposed(true))
                .phase(Phase.PROGRESSING)
                .status(next -> next.restoring(Optional.empty())
                        .primaryNotReadySince(Optional.empty())
                        .primary(primary));
        return Runs.done(facts, change, Command.Kind.PROMOTE, Command.Kind.RESTART)
                .event("started", reason)
                .alert("started", Severity.INFO, reason)
                .because(reason)
                .advance("restore-skipped");
    }

    private static Optional<Decision> route(Facts facts) {
        if (!restoring(facts)
                || !facts.primaryReady()
                || !facts.routing().saved().exposes()) {
            return Optional.empty();
        }
        return new Change(facts)
                .split(Split.allToPrimary())
                .because(Reason.of("restore-routes"))
                .note("restore-routes");
    }

    private static Optional<Decision> restored(Facts facts) {
        if (!restoring(facts)
                || !facts.primaryReady()
                || facts.routing().saved().exposes()
                || Orders.pending(facts).isPresent()) {
            return Optional.empty();
        }
        Reason reason = Reason.of("restored")
                .with("revision", facts.primary().orElseThrow().wanted());
        return new Change(facts)
                .status(next -> next.restoring(Optional.empty()))
                .event("restored", reason)
                .because(reason)
                .advance("restored");
    }

    private static Optional<Decision> waiting(Facts facts) {
        if (!restoring(facts)) {
            return Optional.empty();
        }
        Reason reason = Readiness.primaryReason(facts, "restoring");
        Restoring restoring = facts.status().restoring().get();
        return Readiness.primaryLost(facts) && !restoring.alerted()
                ? alertStuck(facts, new Restoring(restoring.reason(), restoring.since(), true), reason)
                : Wait.forChange(facts, reason);
    }

    static Optional<Decision> alertStuck(Facts facts, Restoring alerted, Reason reason) {
        return new Change(facts)
                .status(next -> next.restoring(alerted))
                .event("restore-stuck", Severity.ERROR, reason)
                .alert("restore-stuck", Severity.ERROR, reason)
                .because(reason)
                .note("restoring");
    }
}
