package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.status.Ending;
import app.flagger.api.status.Phase;
import app.flagger.api.status.Restoring;
import app.flagger.api.status.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run that was decided to end is brought to its end, whatever else happens; Failed is said only when traffic has moved. */
final class EndingRows {
    private EndingRows() {}

    static List<Row> rows() {
        return List.of(
                Row.of(
                        "abort-restored",
                        Row.RUNNING,
                        Row.SAME,
                        "a promotion was aborted and the primary is ready with the last good revision",
                        EndingRows::restored,
                        Action.Kind.ROUTE),
                Row.of(
                                "failed",
                                Row.RUNNING,
                                Row.phases(Phase.FAILED),
                                "a rollback, revert, abort or failed promotion was carried out",
                                EndingRows::fail,
                                Action.Kind.HOLD)
                        .ending(Row.Mark.ROLLBACK, Row.Mark.REVERTED, Row.Mark.ABORTED, Row.Mark.FAILED_PROMOTION),
                Row.of(
                                "restart-gated",
                                Row.ANALYSING,
                                Row.phases(Phase.WAITING),
                                "a restart was commanded and the canary is scaled to zero",
                                EndingRows::restart)
                        .ending(Row.Mark.RESTART),
                Row.of(
                        "ending-waits",
                        Row.RUNNING,
                        Row.SAME,
                        "the end of the run cannot be carried out yet",
                        EndingRows::waiting));
    }

    private static Optional<Ending> ending(Facts facts) {
        return facts.status().ending();
    }

    /** An aborted promotion moves traffic only once the primary is ready with what it ran before. */
    private static Optional<Decision> restored(Facts facts) {
        boolean toPrimary = ending(facts)
                .filter(ending -> ending.kind() != Ending.Kind.FAILED_PROMOTION)
                .isPresent();
        if (!toPrimary || !facts.routing().saved().exposes() || !facts.primaryReady()) {
            return Optional.empty();
        }
        return new Change(facts).split(Split.allToPrimary()).note("abort-restored");
    }

    private static boolean carriedOut(Facts facts) {
        if (facts.status().displaced().isPresent() || Orders.pending(facts).isPresent()) {
            return false;
        }
        if (ending(facts).orElseThrow().kind() == Ending.Kind.FAILED_PROMOTION) {
            return true;
        }
        boolean restored = !facts.phase().promoting() || facts.primaryReady();
        boolean served = facts.primaryReplicas().any() || !facts.shifts();
        return restored && served && !facts.routing().saved().exposes();
    }

    private static Optional<Decision> fail(Facts facts) {
        if (ending(facts).isEmpty() || ending(facts).get().kind() == Ending.Kind.RESTART || !facts.beganHere()) {
            return Optional.empty();
        }
        boolean noWayBack = ending(facts).get().kind() == Ending.Kind.FAILED_PROMOTION
                && facts.status().displaced().isPresent()
                && Orders.pending(facts).isEmpty();
        if (!carriedOut(facts) && !noWayBack) {
            return Optional.empty();
        }
        Ending ending = ending(facts).get();
        Change change = Runs.fail(facts, ending.reason());
        if (ending.kind() == Ending.Kind.ABORTED) {
            Runs.done(facts, change, Command.Kind.ABORT);
            List<Revision> failed = new ArrayList<>(facts.status().failedRevisions());
            failed.add(facts.currentRun().revision());
            change.status(next -> next.failedRevisions(failed));
        }
        return change.advance("failed");
    }

    private static Optional<Decision> restart(Facts facts) {
        boolean restart = ending(facts)
                .filter(ending -> ending.kind() == Ending.Kind.RESTART)
                .isPresent();
        if (!restart || !carriedOut(facts) || !facts.beganHere()) {
            return Optional.empty();
        }
        Reason reason = ending(facts).orElseThrow().reason();
        Waiting waiting = new Waiting(facts.target(), Phase.INITIALIZED);
        return new Change(facts)
                .phase(Phase.WAITING)
                .run(run -> run.result(reason).endedAt(facts.now()))
                .status(next -> next.ending(Optional.empty())
                        .restoring(Optional.empty())
                        .waiting(waiting)
                        .lastCheckAt(Optional.empty()))
                .because(reason)
                .advance("restart-gated");
    }

    private static Optional<Decision> waiting(Facts facts) {
        if (ending(facts).isEmpty()) {
            return Optional.empty();
        }
        boolean restores = facts.routing().saved().exposes() || facts.phase().promoting();
        if (restores && ending(facts).get().kind() != Ending.Kind.FAILED_PROMOTION) {
            return stuckRestore(facts);
        }
        boolean nobody = !facts.primaryReplicas().any() && ending(facts).get().kind() != Ending.Kind.FAILED_PROMOTION;
        if (nobody) {
            return Wait.forChange(facts, Readiness.primaryReason(facts, "ending-waits-for-primary"));
        }
        return Wait.forChange(facts, Orders.pending(facts).orElse(Reason.of("ending-waits-for-next-tick")));
    }

    /** Traffic stays on the healthy copy; people are told once. */
    private static Optional<Decision> stuckRestore(Facts facts) {
        Reason reason = Readiness.primaryReason(facts, "restoring-primary");
        boolean told = facts.status().restoring().isPresent();
        if (!Readiness.primaryLost(facts) || told) {
            return Wait.forChange(facts, reason);
        }
        Reason why = ending(facts).orElseThrow().reason();
        return RestoreRows.alertStuck(facts, new Restoring(why, facts.now(), true), reason);
    }
}
