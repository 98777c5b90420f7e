package app.flagger.engine.decision;

import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which row a recorded decision took, and what it led to: decisions are pure, so they can be asked again. */
record Taken(Row row, DecisionBench.Step step) {
    /** The rows that were taken, in order; a decision to save only notes takes the row that it would have waited in. */
    static List<Taken> of(DecisionBench bench) {
        return bench.steps.stream()
                .flatMap(step -> row(bench, step).map(row -> new Taken(row, step)).stream())
                .toList();
    }

    private static Optional<Row> row(DecisionBench bench, DecisionBench.Step step) {
        Facts facts = new Facts(step.situation(), bench.strategies, bench.judges);
        return Transitions.rows(step.situation().status().phase()).stream()
                .filter(row -> row.attempt().apply(facts).isPresent())
                .findFirst();
    }

    Phase before() {
        return step.situation().status().phase();
    }

    Phase after() {
        return step.decision().next().map(CanaryStatus::phase).orElse(before());
    }

    /** The kinds of action that the decision carries, or that the status which it saves orders and the one before did not. */
    Set<Action.Kind> ordered(DecisionBench bench) {
        EnumSet<Action.Kind> kinds = EnumSet.noneOf(Action.Kind.class);
        step.decision().actions().forEach(action -> kinds.add(action.kind()));
        step.decision().next().ifPresent(next -> {
            List<String> before = missing(bench, step.situation());
            Orders.missing(facts(
                            bench,
                            step.situation().toBuilder()
                                    .carriedOut(List.of())
                                    .status(next)
                                    .build()))
                    .stream()
                    .filter(action -> !before.contains(intent(action)))
                    .forEach(action -> kinds.add(action.kind()));
        });
        return kinds;
    }

    private static List<String> missing(DecisionBench bench, Situation situation) {
        return Orders.missing(
                        facts(bench, situation.toBuilder().carriedOut(List.of()).build()))
                .stream()
                .map(Taken::intent)
                .toList();
    }

    private static Facts facts(DecisionBench bench, Situation situation) {
        return new Facts(situation, bench.strategies, bench.judges);
    }

    private static String intent(Action action) {
        return action.kind() + " " + action.revision() + " " + action.split() + " " + action.on();
    }

    /** The marks that the decision saves and that were not there before. */
    Set<Row.Mark> marked() {
        EnumSet<Row.Mark> marks = EnumSet.noneOf(Row.Mark.class);
        step.decision().next().ifPresent(next -> {
            CanaryStatus before = step.situation().status();
            next.ending()
                    .filter(ending -> before.ending().isEmpty())
                    .ifPresent(
                            ending -> marks.add(Row.Mark.valueOf(ending.kind().name())));
            if (next.phase() == Phase.FAILED
                    && next.restoring().isPresent()
                    && before.restoring().isEmpty()) {
                marks.add(Row.Mark.RESTORING);
            }
        });
        return marks;
    }
}
