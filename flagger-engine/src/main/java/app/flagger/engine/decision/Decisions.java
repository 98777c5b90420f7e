package app.flagger.engine.decision;

import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Strategy;
import java.util.Map;

/** The way from a situation to a decision: the first row of the table that applies. */
final class Decisions implements Decider {
    Decisions(Map<String, Strategy> strategies, Map<String, Judge> judges) {}

    @Override
    public Decision decide(Situation situation) {
        return Decision.builder().kind(Decision.Kind.WAIT).rule("idle").build();
    }
}
