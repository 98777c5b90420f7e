package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What comes from outside is recorded before anything follows from it. */
final class IntakeRows {
    /** As many as the status remembers once they are done; the others follow in the same tick. */
    private static final int AT_ONCE = Budget.IDS;

    private IntakeRows() {}

    static List<Row> rows() {
        return List.of(
                Row.of(
                        "command-recorded",
                        Row.ANY,
                        Row.SAME,
                        "a command has come that the status does not hold",
                        IntakeRows::recordCommand),
                Row.of(
                        "annotation-recorded",
                        Row.DRIVEN,
                        Row.SAME,
                        "the resource carries an annotation that commands",
                        IntakeRows::recordAnnotation,
                        Action.Kind.REMOVE_ANNOTATION),
                Row.of(
                        "analysis-adopted",
                        Row.ANALYSING,
                        Row.phases(Phase.PROGRESSING),
                        "upstream Flagger left an analysis",
                        IntakeRows::adoptAnalysis,
                        Action.Kind.ROUTE,
                        Action.Kind.PIN,
                        Action.Kind.SCALE_CANARY),
                Row.of(
                        "status-adopted",
                        Row.DRIVEN,
                        Row.SAME,
                        "upstream Flagger left the status",
                        IntakeRows::adopt,
                        Action.Kind.HOLD,
                        Action.Kind.PIN));
    }

    private static Optional<Decision> recordCommand(Facts facts) {
        if (facts.situation().commands().isEmpty()) {
            return Optional.empty();
        }
        CanaryStatus status = facts.status();
        List<Command> commands = new ArrayList<>(status.commands());
        List<String> done = new ArrayList<>(status.doneCommands());
        facts.situation().commands().stream()
                .filter(command -> !known(status, command))
                .limit(AT_ONCE)
                .forEach(command -> merge(commands, done, command));
        if (commands.equals(status.commands()) && done.equals(status.doneCommands())) {
            return Optional.empty();
        }
        return new Change(facts)
                .status(next -> next.commands(commands).doneCommands(done))
                .note("command-recorded");
    }

    private static boolean known(CanaryStatus status, Command command) {
        return status.doneCommands().contains(command.id())
                || status.commands().stream().anyMatch(other -> other.id().equals(command.id()));
    }

    /** Of each kind one command waits, and of pause and resume the later one; the others count as done. */
    private static void merge(List<Command> commands, List<String> done, Command command) {
        List<Command> replaced = commands.stream()
                .filter(other -> other.kind() == command.kind() || opposite(other, command))
                .toList();
        commands.removeAll(replaced);
        replaced.forEach(other -> {
            if (!other.id().equals(command.id())) {
                done.add(other.id());
            }
        });
        commands.add(new Command(
                command.kind(), command.id(), Budget.shortened(command.who()), Budget.shortened(command.why())));
    }

    private static boolean opposite(Command one, Command other) {
        return one.kind() == Command.Kind.PAUSE && other.kind() == Command.Kind.RESUME
                || one.kind() == Command.Kind.RESUME && other.kind() == Command.Kind.PAUSE;
    }

    private static Optional<Decision> recordAnnotation(Facts facts) {
        Map<String, String> present = facts.canary().metadata().annotations();
        if (present.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> taken = new LinkedHashMap<>(facts.status().takenAnnotations());
        List<Action> remove = new ArrayList<>();
        Change change = new Change(facts);
        if ("true".equals(present.get(Annotations.SKIP)) && !taken.containsKey(Annotations.SKIP)) {
            taken.put(Annotations.SKIP, facts.target().id());
            remove.add(new Actions(facts).removeAnnotation(Annotations.SKIP));
        }
        if ("true".equals(present.get(Annotations.RESET)) && !taken.containsKey(Annotations.RESET)) {
            taken.put(Annotations.RESET, "true");
            remove.add(new Actions(facts).removeAnnotation(Annotations.RESET));
            List<Command> commands = new ArrayList<>(facts.status().commands());
            String id = "reset-" + (facts.status().step() + 1);
            commands.add(new Command(Command.Kind.RESTART, id, "annotation", Annotations.RESET));
            change.status(next -> next.commands(commands));
        }
        if (remove.isEmpty()) {
            return Optional.empty();
        }
        return change.status(next -> next.takenAnnotations(taken)).note("annotation-recorded", remove);
    }

    /** A run without our own notes is not guessed at: it starts again at zero. */
    private static Optional<Decision> adoptAnalysis(Facts facts) {
        if (facts.status().run().isPresent()) {
            return Optional.empty();
        }
        Reason reason = adopted(facts);
        return withPrimary(facts, Runs.begin(facts, facts.target()))
                .phase(Phase.PROGRESSING)
                .event("status-adopted", reason)
                .because(reason)
                .advance("analysis-adopted");
    }

    /** A promotion is completed with the revision that the primary carries. */
    private static Optional<Decision> adopt(Facts facts) {
        CanaryStatus status = facts.status();
        boolean promotion = status.run().isEmpty() && status.phase().promoting();
        boolean unknown = status.primary().isEmpty() && status.phase() != Phase.NONE;
        if (!unknown && !promotion) {
            return Optional.empty();
        }
        Reason reason = adopted(facts);
        Change change = promotion
                ? Runs.begin(facts, carried(facts)).split(Split.canary(status.canaryWeight()))
                : new Change(facts);
        withPrimary(facts, change).event("status-adopted", reason).because(reason);
        return promotion ? change.advance("status-adopted") : change.note("status-adopted");
    }

    private static Reason adopted(Facts facts) {
        return Reason.of("status-adopted").with("phase", facts.phase().wireName());
    }

    private static Revision carried(Facts facts) {
        return facts.workload().primary().orElse(facts.target());
    }

    private static Change withPrimary(Facts facts, Change change) {
        Revision carried = carried(facts);
        PrimaryStatus primary = PrimaryStatus.builder()
                .wanted(carried)
                .lastGood(facts.phase() == Phase.INITIALIZING ? Optional.empty() : Optional.of(carried))
                .build();
        return change.status(next -> next.primary(facts.primary().orElse(primary)));
    }
}
