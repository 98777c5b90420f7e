package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.Severity;
import app.flagger.api.status.Ending;
import app.flagger.api.status.ForeignRoute;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.Restoring;
import app.flagger.api.status.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people command; each command was recorded before. */
final class CommandRows {
    private static final Set<Phase> NEVER_STARTED =
            Row.phases(Phase.NONE, Phase.INITIALIZING, Phase.INITIALIZED, Phase.SUCCEEDED, Phase.FAILED);

    private CommandRows() {}

    static List<Row> rows() {
        return List.of(
                Row.of("paused", Row.DRIVEN, Row.SAME, "pause was commanded", CommandRows::pause),
                Row.of("resumed", Row.DRIVEN, Row.SAME, "resume was commanded", CommandRows::resume, Action.Kind.ROUTE),
                Row.of(
                                "aborted",
                                Row.RUNNING,
                                Row.SAME,
                                "abort was commanded",
                                CommandRows::abort,
                                Action.Kind.ROUTE,
                                Action.Kind.PROMOTE,
                                Action.Kind.SCALE_CANARY)
                        .setting(Row.Mark.ABORTED),
                Row.of(
                        "wait-aborted",
                        Row.phases(Phase.WAITING),
                        Row.phases(Phase.INITIALIZED, Phase.SUCCEEDED, Phase.FAILED),
                        "abort was commanded at the rollout gate",
                        CommandRows::abortWaiting),
                Row.of(
                                "abort-restores",
                                Row.phases(Phase.FAILED),
                                Row.SAME,
                                "abort was commanded after a failed promotion",
                                CommandRows::abortFailed,
                                Action.Kind.PROMOTE)
                        .setting(Row.Mark.RESTORING),
                Row.of(
                        "nothing-to-do",
                        NEVER_STARTED,
                        Row.SAME,
                        "abort or promote was commanded where nothing is on its way",
                        CommandRows::nothingToDo),
                Row.of(
                                "restart-ordered",
                                Row.ANALYSING,
                                Row.SAME,
                                "restart was commanded during an analysis",
                                CommandRows::restart,
                                Action.Kind.ROUTE,
                                Action.Kind.SCALE_CANARY,
                                Action.Kind.PROMOTE)
                        .setting(Row.Mark.RESTART));
    }

    private static Optional<Decision> pause(Facts facts) {
        return facts.command(Command.Kind.PAUSE).flatMap(command -> {
            Reason reason = Runs.commanded("paused", command);
            Change change = new Change(facts).status(next -> next.paused(command));
            return Runs.done(facts, change, Command.Kind.PAUSE)
                    .event("paused", Severity.WARN, reason)
                    .because(reason)
                    .note("paused");
        });
    }

    private static Optional<Decision> resume(Facts facts) {
        return facts.command(Command.Kind.RESUME).flatMap(command -> {
            Reason reason = Runs.commanded("resumed", command);
            Optional<ForeignRoute> released = facts.status()
                    .foreignRoute()
                    .map(foreign -> new ForeignRoute(foreign.writer(), foreign.weight(), -1));
            Change change = new Change(facts)
                    .status(next -> next.paused(Optional.empty()).foreignRoute(released));
            return Runs.done(facts, change, Command.Kind.RESUME)
                    .event("resumed", reason)
                    .because(reason)
                    .note("resumed");
        });
    }

    private static Optional<Decision> abort(Facts facts) {
        if (SkipRows.serves(facts)) {
            return Optional.empty();
        }
        return facts.command(Command.Kind.ABORT).flatMap(command -> {
            Reason reason = Runs.commanded("aborted", command);
            Change change =
                    new Change(facts).event("aborted", Severity.WARN, reason).alert("aborted", Severity.WARN, reason);
            return Runs.end(facts, change, Ending.Kind.ABORTED, reason).advance("aborted");
        });
    }

    private static Optional<Decision> abortWaiting(Facts facts) {
        return facts.command(Command.Kind.ABORT)
                .filter(command -> facts.beganHere())
                .flatMap(command -> {
                    Reason reason = Runs.commanded("wait-aborted", command);
                    Waiting waiting = facts.status().waiting().orElse(new Waiting(facts.target(), Phase.INITIALIZED));
                    List<Revision> failed = new ArrayList<>(facts.status().failedRevisions());
                    failed.add(waiting.revision());
                    Change change = new Change(facts)
                            .phase(waiting.before())
                            .status(next -> next.failedRevisions(failed)
                                    .lastAppliedSpec(waiting.revision().id())
                                    .waiting(Optional.empty()));
                    return Runs.done(facts, change, Command.Kind.ABORT, Command.Kind.RESTART)
                            .event("aborted", Severity.WARN, reason)
                            .because(reason)
                            .advance("wait-aborted");
                });
    }

    private static Optional<Decision> abortFailed(Facts facts) {
        return facts.command(Command.Kind.ABORT)
                .filter(command -> facts.primaryIsBad())
                .flatMap(command -> {
                    Revision good =
                            facts.primary().flatMap(PrimaryStatus::lastGood).orElseThrow();
                    Reason reason = Runs.commanded("abort-restores", command).with("revision", good);
                    List<Revision> failed = new ArrayList<>(facts.status().failedRevisions());
                    failed.add(facts.primary().orElseThrow().wanted());
                    Change change = new Change(facts)
                            .status(next -> next.restoring(new Restoring(reason, facts.now(), false))
                                    .failedRevisions(failed));
                    return Runs.done(facts, Runs.restorePrimary(facts, change), Command.Kind.ABORT)
                            .event("restore-begun", Severity.WARN, reason)
                            .because(reason)
                            .note("abort-restores");
                });
    }

    private static Optional<Decision> nothingToDo(Facts facts) {
        boolean abort = facts.hasCommand(Command.Kind.ABORT);
        boolean promote = facts.hasCommand(Command.Kind.PROMOTE)
                && !StartRows.startable(facts)
                && facts.status().restoring().isEmpty();
        if (!abort && !promote) {
            return Optional.empty();
        }
        Command.Kind kind = abort ? Command.Kind.ABORT : Command.Kind.PROMOTE;
        Reason reason = Runs.commanded("nothing-to-do", facts.command(kind).orElseThrow());
        return Runs.done(facts, new Change(facts), kind)
                .event("nothing-to-do", Severity.WARN, reason)
                .because(reason)
                .note("nothing-to-do");
    }

    private static Optional<Decision> restart(Facts facts) {
        if (SkipRows.serves(facts)) {
            return Optional.empty();
        }
        return facts.command(Command.Kind.RESTART).flatMap(command -> {
            Reason reason = Runs.commanded("restart-ordered", command);
            Change change = new Change(facts).event("restart-ordered", Severity.WARN, reason);
            return Runs.end(facts, change, Ending.Kind.RESTART, reason).advance("restart-ordered");
        });
    }
}
