package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import java.util.ArrayList;
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
    private static final String ORDERS = "orders";
    private static final List<Part> PARTS = parts();
    private static final List<Row> TABLE =
            PARTS.stream().flatMap(part -> part.rows().stream()).toList();
    private static final Map<Phase, List<Row>> BY_PHASE = byPhase();

    private Transitions() {}

    /**
     * Rows that belong together.
     *
     * @param title what they are about
     * @param why why they stand where they stand
     */
    record Part(String title, String why, List<Row> rows) {
        static Part of(String title, String why, List<Row> rows) {
            return new Part(title, why, rows);
        }

        static Part of(String title, String why, Row... rows) {
            return new Part(title, why, List.of(rows));
        }
    }

    static List<Part> inParts() {
        return PARTS;
    }

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

    private static List<Part> parts() {
        List<Part> parts = new ArrayList<>(safety());
        parts.addAll(whatWasDecided());
        parts.addAll(rollout());
        return List.copyOf(parts);
    }

    private static List<Part> safety() {
        return List.of(
                Part.of(
                        "What comes from outside",
                        "Recorded before anything follows from it, so that no replica forgets it.",
                        IntakeRows.rows()),
                Part.of(
                        "Deletion begins",
                        "It stops everything else, and works while suspended.",
                        DeletionRows.begin()),
                Part.of(
                        "Safety",
                        "Traffic is only where replicas are, and a person's hand on the route is respected.",
                        SafetyRows.rows()),
                Part.of("Deletion", "The primary serves until the target is up again.", DeletionRows.rows()),
                Part.of(
                        "A push",
                        "Drains the canary before anything that was ordered is completed.",
                        EditRows.drains()),
                Part.of("A lower limit", "No weight above it is ordered once more.", EditRows.limits()),
                Part.of(
                        "A push before there is a primary",
                        "Followed before the primary is made.",
                        StartRows.follows()));
    }

    private static List<Part> whatWasDecided() {
        return List.of(
                Part.of(
                        "What is ordered",
                        "Each tick completes what the saved status orders before it decides anything new, unless that does not work.",
                        notInForceRow(),
                        ordersRow()),
                Part.of("The end of a run", "A saved ending is carried out whatever else happens.", EndingRows.rows()),
                Part.of("Commands", "Each was recorded before.", CommandRows.rows()),
                Part.of(
                        "Suspended",
                        "Nothing below happens while suspended.",
                        Row.of("suspended", Row.DRIVEN, Row.SAME, "`spec.suspend` is true", Transitions::suspended)));
    }

    private static List<Part> rollout() {
        return List.of(
                Part.of("Edits", "A spec that was edited mid-run counts from the next tick.", EditRows.edits()),
                Part.of("Without analysis", "`skipAnalysis`, by spec or annotation.", SkipRows.rows()),
                Part.of(
                        "Deadlines",
                        "They end a run also where what was ordered does not work, or the world does not show it.",
                        deadlines()),
                Part.of("Initialisation", "From never seen to a primary that serves.", StartRows.initialisation()),
                Part.of(
                        "Restoring",
                        "After a failed promotion the primary is left alone until somebody acts.",
                        RestoreRows.rows()),
                Part.of("The rollout gate and the start", "", StartRows.gatesAndStart()),
                Part.of("Analysis", "Once an interval; both versions are ready.", AnalysisRows.checks()),
                Part.of("Promotion", "The primary alone decides how it ends.", PromotionRows.rows()));
    }

    private static List<Row> deadlines() {
        List<Row> rows = new ArrayList<>(AnalysisRows.readiness());
        rows.addAll(PromotionRows.deadline());
        rows.add(Row.of(
                "order-failed",
                Row.DRIVEN,
                Row.SAME,
                "something that is ordered did not work in this tick",
                Transitions::orderFailed));
        rows.add(Row.of(
                "orders-pending",
                withoutInitialisation(),
                Row.SAME,
                "the world does not show yet what was ordered",
                Transitions::ordersPending));
        return rows;
    }

    private static Row notInForceRow() {
        return Row.of(
                "split-not-in-force",
                Row.RUNNING,
                Row.SAME,
                "requests are not shared out as ordered; time at the split counts from when they are",
                Transitions::notInForce);
    }

    private static Row ordersRow() {
        return Row.of(
                ORDERS,
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
                Action.Kind.PROMOTE);
    }

    private static Set<Phase> withoutInitialisation() {
        EnumSet<Phase> phases = EnumSet.copyOf(Row.DRIVEN);
        phases.remove(Phase.NONE);
        phases.remove(Phase.INITIALIZING);
        return phases;
    }

    /** Saved before the route is written, so that a crash in between does not make time count in which there was another split. */
    private static Optional<Decision> notInForce(Facts facts) {
        boolean moved =
                !facts.run().flatMap(RunStatus::here).equals(facts.timing().savedHere());
        return moved && !Orders.missing(facts).isEmpty()
                ? new Change(facts).note("split-not-in-force")
                : Optional.empty();
    }

    static Optional<Decision> orders(Facts facts) {
        List<Action> missing = Orders.missing(facts);
        if (facts.orderFailed()) {
            missing =
                    missing.stream().takeWhile(action -> !facts.failed(action)).toList();
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        Reason reason = Reason.of(ORDERS).with("first", missing.get(0).kind());
        return Optional.of(Decision.act(ORDERS, Optional.empty(), missing, List.of(reason), false));
    }

    private static Optional<Decision> suspended(Facts facts) {
        return facts.spec().suspend() ? Wait.forChange(facts, Reason.of("suspended")) : Optional.empty();
    }

    /** Whether a decision only completes what the saved status orders. */
    public static boolean completes(Decision decision) {
        return decision.rule().equals(ORDERS);
    }

    private static Optional<Decision> orderFailed(Facts facts) {
        return facts.orderFailed() ? Wait.forChange(facts, Reason.of("order-failed")) : Optional.empty();
    }

    private static Optional<Decision> ordersPending(Facts facts) {
        return Orders.pending(facts).flatMap(reason -> Wait.forChange(facts, reason));
    }

    /** The table as Markdown, in the order in which rows are tried. */
    public static String table(String title) {
        return TransitionsPage.table(title, PARTS);
    }

    /** The moves between phases as a Mermaid state diagram; what was decided and is not carried out yet is a state, too. */
    public static String diagram() {
        return TransitionsPage.diagram(TABLE);
    }
}
