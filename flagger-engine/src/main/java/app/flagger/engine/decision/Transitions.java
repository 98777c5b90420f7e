package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that can happen, as a table. Rows are tried from top to bottom; the first one whose phases hold the canary's phase
 * and whose condition holds is taken. The order is the order of importance: what people and the platform did, safety, what was
 * ordered, endings, commands, and only then the rollout itself.
 */
public final class Transitions {
    private static final List<Row> TABLE = table();
    private static final Map<Phase, List<Row>> BY_PHASE = byPhase();

    private Transitions() {}

    static List<Row> rows() {
        return TABLE;
    }

    /** The rows that are tried in a phase. */
    static List<Row> rows(Phase phase) {
        return BY_PHASE.getOrDefault(phase, List.of());
    }

    private static Map<Phase, List<Row>> byPhase() {
        Map<Phase, List<Row>> byPhase = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            byPhase.put(
                    phase,
                    TABLE.stream().filter(row -> row.from().contains(phase)).toList());
        }
        return byPhase;
    }

    private static List<Row> table() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(IntakeRows.rows());
        rows.add(DeletionRows.begin());
        rows.addAll(SafetyRows.rows());
        rows.addAll(DeletionRows.rows());
        rows.addAll(AnalysisRows.drains());
        rows.add(StartRows.follows());
        rows.add(Row.of(
                "split-not-in-force",
                Row.RUNNING,
                Row.SAME,
                "requests are not shared out as ordered; time at the split counts from when they are",
                Transitions::notInForce));
        rows.add(Row.of(
                "orders",
                Row.DRIVEN,
                Row.SAME,
                "what the status orders is not done yet",
                Transitions::orders,
                Action.Kind.PREPARE_PRIMARY,
                Action.Kind.PREPARE_ROUTE,
                Action.Kind.ROUTE,
                Action.Kind.HOLD,
                Action.Kind.PIN,
                Action.Kind.SCALE_CANARY,
                Action.Kind.PROMOTE));
        rows.addAll(EndingRows.rows());
        rows.addAll(CommandRows.rows());
        rows.add(Row.of("suspended", Row.DRIVEN, Row.SAME, "spec.suspend is true", Transitions::suspended));
        rows.addAll(AnalysisRows.edits());
        rows.addAll(AnalysisRows.skipping());
        rows.addAll(AnalysisRows.readiness());
        rows.addAll(PromotionRows.deadline());
        rows.add(Row.of(
                "orders-pending",
                withoutInitialisation(),
                Row.SAME,
                "the world does not show yet what was ordered",
                Transitions::ordersPending));
        rows.addAll(StartRows.initialisation());
        rows.addAll(RestoreRows.rows());
        rows.addAll(StartRows.gatesAndStart());
        rows.addAll(AnalysisRows.checks());
        rows.addAll(PromotionRows.rows());
        return List.copyOf(rows);
    }

    private static Set<Phase> withoutInitialisation() {
        EnumSet<Phase> phases = EnumSet.copyOf(Row.DRIVEN);
        phases.remove(Phase.NONE);
        phases.remove(Phase.INITIALIZING);
        return phases;
    }

    /** Saved before the route is written, so that a crash in between does not make time count in which there was another split. */
    private static Optional<Decision> notInForce(Facts facts) {
        Optional<Instant> saved = facts.situation().status().run().flatMap(RunStatus::here);
        boolean moved = !facts.run().flatMap(RunStatus::here).equals(saved);
        return moved && !Orders.missing(facts).isEmpty()
                ? new Change(facts).note("split-not-in-force")
                : Optional.empty();
    }

    static Optional<Decision> orders(Facts facts) {
        List<Action> missing = Orders.missing(facts);
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Decision.builder()
                .kind(Decision.Kind.ACT)
                .rule("orders")
                .actions(missing)
                .reasons(
                        List.of(Reason.of("orders").with("first", missing.get(0).kind())))
                .build());
    }

    private static Optional<Decision> suspended(Facts facts) {
        return facts.spec().suspend() ? Wait.forChange(facts, Reason.of("suspended")) : Optional.empty();
    }

    private static Optional<Decision> ordersPending(Facts facts) {
        return Orders.pending(facts).flatMap(reason -> Wait.forChange(facts, reason));
    }

    /** The table as Markdown, in the order in which rows are tried. */
    public static String table(String title) {
        StringBuilder text = new StringBuilder("# " + title + "\n\n| phase | rule | when | next phase | actions |\n");
        text.append("|---|---|---|---|---|\n");
        for (Row row : TABLE) {
            text.append("| ")
                    .append(names(row.from()))
                    .append(" | `")
                    .append(row.rule())
                    .append("` | ")
                    .append(row.when())
                    .append(" | ")
                    .append(row.to().isEmpty() ? "stays" : names(row.to()))
                    .append(" | ")
                    .append(actions(row))
                    .append(" |\n");
        }
        return text.toString();
    }

    /** The moves between phases as a Mermaid state diagram; moves that most phases share are left to the table. */
    public static String diagram() {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n");
        text.append("    [*] --> Initializing : initialise\n");
        for (Row row : TABLE) {
            boolean common = row.from().containsAll(Row.SETTLED) && row.from().containsAll(Row.RUNNING);
            for (Phase from : row.from()) {
                for (Phase to : row.to()) {
                    if (from != to && from != Phase.NONE && !common) {
                        text.append("    " + name(from) + " --> " + name(to) + " : " + row.rule() + "\n");
                    }
                }
            }
        }
        return text.append("    Terminated --> [*]\n").toString();
    }

    private static String actions(Row row) {
        List<String> names = row.does().stream()
                .map(kind -> kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                .toList();
        return names.isEmpty() ? "–" : String.join(", ", names);
    }

    private static String names(Set<Phase> phases) {
        if (phases.equals(Row.ANY)) {
            return "any";
        }
        if (phases.equals(Row.DRIVEN)) {
            return "any but Terminating, Terminated";
        }
        List<String> names = Arrays.stream(Phase.values())
                .filter(phases::contains)
                .map(Transitions::name)
                .toList();
        return String.join(", ", names);
    }

    private static String name(Phase phase) {
        return phase == Phase.NONE ? "(new)" : phase.wireName();
    }
}
