package app.flagger.engine.decision;

import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Strategy;
import java.util.Map;

/** The decision, as a pure function. Thread-safe. */
public interface Decider {
    /** Decides. Total: every situation has a decision, and no exception leaves this method. */
    Decision decide(Situation situation);

    /**
     * A decider with these strategies and judges.
     *
     * @param strategies by the name under which {@code analysis.strategy.type} finds them
     * @param judges by the name under which {@code metrics[].judge.type} finds them
     */
    static Decider of(Map<String, Strategy> strategies, Map<String, Judge> judges) {
        return new Decisions(strategies, judges);
    }
}
