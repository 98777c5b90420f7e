package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Strategy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The way from a situation to a decision: the first row of the table that applies. */
final class Decisions implements Decider {
    private final Map<String, Strategy> strategies;
    private final Map<String, Judge> judges;

    Decisions(Map<String, Strategy> strategies, Map<String, Judge> judges) {
        this.strategies = Collections.unmodifiableMap(new LinkedHashMap<>(strategies));
        this.judges = Collections.unmodifiableMap(new LinkedHashMap<>(judges));
    }

    @Override
    public Decision decide(Situation situation) {
        Facts facts = new Facts(situation, strategies, judges);
        for (Row row : Transitions.rows(situation.status().phase())) {
            Optional<Decision> decision = row.attempt().apply(facts);
            if (decision.isPresent()) {
                return withNotes(facts, decision.get());
            }
        }
        return withNotes(
                facts, Wait.forChange(facts, Reason.of("nothing-applies")).orElseThrow());
    }

    /** Notes that nothing else takes along are saved before the tick ends. */
    private static Decision withNotes(Facts facts, Decision decision) {
        return decision.kind() == Decision.Kind.WAIT && facts.noted()
                ? new Change(facts).note("noted").orElseThrow()
                : decision;
    }
}
