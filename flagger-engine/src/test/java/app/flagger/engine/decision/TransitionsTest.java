package app.flagger.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table says what happens: every row is taken, and none does what it does not declare. */
class TransitionsTest {
    private static final List<DecisionBench> STORIES = Stories.all();

    private static <T extends Enum<T>> Map<String, Set<T>> collected(
            Class<T> of, java.util.function.BiFunction<DecisionBench, Taken, Set<T>> what) {
        Map<String, Set<T>> collected = new LinkedHashMap<>();
        Transitions.rows().forEach(row -> collected.put(row.rule(), EnumSet.noneOf(of)));
        for (DecisionBench story : STORIES) {
            for (Taken taken : Taken.of(story)) {
                collected.get(taken.row().rule()).addAll(what.apply(story, taken));
            }
        }
        return collected;
    }

    private static <T> Map<String, Set<T>> declared(java.util.function.Function<Row, Set<T>> what) {
        Map<String, Set<T>> declared = new LinkedHashMap<>();
        Transitions.rows().forEach(row -> declared.put(row.rule(), what.apply(row)));
        return declared;
    }

    @Test
    void everyRowIsTaken() {
        List<String> never =
                new ArrayList<>(Transitions.rows().stream().map(Row::rule).toList());
        STORIES.forEach(story ->
                Taken.of(story).forEach(taken -> never.remove(taken.row().rule())));
        assertThat(never)
                .as("rows that no story takes: add a story, or delete the row")
                .isEmpty();
    }

    @Test
    void rowsHaveNamesOfTheirOwn() {
        assertThat(Transitions.rows()).extracting(Row::rule).doesNotHaveDuplicates();
    }

    @Test
    void aRowMovesOnlyToPhasesThatItDeclaresAndToEachOfThem() {
        Map<String, Set<Phase>> moved = collected(
                Phase.class, (story, taken) -> taken.before() == taken.after() ? Set.of() : EnumSet.of(taken.after()));
        for (Row row : Transitions.rows()) {
            EnumSet<Phase> elsewhere = EnumSet.noneOf(Phase.class);
            elsewhere.addAll(row.to());
            if (row.from().size() == 1) {
                elsewhere.removeAll(row.from());
            }
            assertThat(elsewhere).as("phases that %s declares", row.rule()).containsAll(moved.get(row.rule()));
        }
    }

    @Test
    void aRowOrdersOnlyWhatItDeclares() {
        Map<String, Set<Action.Kind>> ordered = collected(Action.Kind.class, (story, taken) -> taken.ordered(story));
        for (Row row : Transitions.rows()) {
            assertThat(row.does()).as("actions that %s declares", row.rule()).containsAll(ordered.get(row.rule()));
        }
    }

    @Test
    void aRowThatDeclaresActionsOrdersSome() {
        Map<String, Set<Action.Kind>> ordered = collected(Action.Kind.class, (story, taken) -> taken.ordered(story));
        for (Row row : Transitions.rows()) {
            assertThat(ordered.get(row.rule()).isEmpty())
                    .as(row.rule())
                    .isEqualTo(row.does().isEmpty());
        }
    }

    @Test
    void aRowMarksTheCanaryAsItDeclaresAndNotOtherwise() {
        assertThat(collected(Row.Mark.class, (story, taken) -> taken.marked())).isEqualTo(declared(Row::sets));
    }

    @Test
    void aTickMakesAtMostOneTransition() {
        for (DecisionBench story : STORIES) {
            for (DecisionBench.Step step : story.steps) {
                Phase after = step.decision()
                        .next()
                        .map(CanaryStatus::phase)
                        .orElse(step.situation().status().phase());
                boolean moved =
                        step.situation().status().phase() != step.situation().startPhase();
                assertThat(moved && after != step.situation().status().phase())
                        .as(
                                "%s after a transition in the same tick: %s",
                                step.decision().rule(), story.rules)
                        .isFalse();
            }
        }
    }

    @Test
    void everyPartOfTheTableIsMadeOfRowsThatAreMadeAlikeAgain() {
        List<List<Row>> made = List.of(
                IntakeRows.rows(),
                List.of(DeletionRows.begin()),
                SafetyRows.rows(),
                DeletionRows.rows(),
                EditRows.drains(),
                EditRows.limits(),
                List.of(StartRows.follows()),
                EndingRows.rows(),
                CommandRows.rows(),
                EditRows.edits(),
                SkipRows.rows(),
                AnalysisRows.readiness(),
                PromotionRows.deadline(),
                StartRows.initialisation(),
                RestoreRows.rows(),
                StartRows.gatesAndStart(),
                AnalysisRows.checks(),
                PromotionRows.rows());
        List<String> built = List.of("split-not-in-force", "orders", "suspended", "order-failed", "orders-pending");
        assertThat(made.stream().flatMap(List::stream).map(Row::rule))
                .containsExactlyElementsOf(Transitions.rows().stream()
                        .map(Row::rule)
                        .filter(rule -> !built.contains(rule))
                        .toList());
        assertThat(made.stream().flatMap(List::stream).map(TransitionsTest::inShort))
                .isSubsetOf(Transitions.rows().stream()
                        .map(TransitionsTest::inShort)
                        .toList());
    }

    private static String inShort(Row row) {
        return row.rule() + row.from() + row.to() + row.does() + row.sets() + row.ends();
    }
}
