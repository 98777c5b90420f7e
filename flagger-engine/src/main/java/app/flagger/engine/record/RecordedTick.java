package app.flagger.engine.record;

import app.flagger.api.CanaryKey;
import app.flagger.engine.TickRecord;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.Situation;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one tick saw and decided. The JSON is made when somebody asks for it.
 *
 * @param canary the canary
 * @param at the time of the tick
 * @param strategy strategy and version, as {@code canary@1}
 * @param judges versions of the judges by name
 * @param steps in order
 */
public record RecordedTick(
        CanaryKey canary, Instant at, String strategy, SortedMap<String, String> judges, List<Step> steps)
        implements TickRecord {
    /**
     * One decision.
     *
     * @param situation what it rests on
     * @param decision what was decided
     */
    public record Step(Situation situation, Decision decision) {}

    /** Copies the collections. */
    public RecordedTick {
        judges = Collections.unmodifiableSortedMap(new TreeMap<>(judges));
        steps = List.copyOf(steps);
    }

    @Override
    public String toJson() {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("format", FORMAT);
        record.put("namespace", canary.namespace());
        record.put("canary", canary.name());
        record.put("at", at.toString());
        record.put("strategy", strategy);
        ObjectNode versions = record.putObject("judges");
        judges.forEach(versions::put);
        ArrayNode all = record.putArray("steps");
        for (Step step : steps) {
            ObjectNode one = all.addObject();
            one.set("situation", SituationForm.write(step.situation()));
            one.set("decision", DecisionForm.write(step.decision()));
        }
        return record.toString();
    }
}
