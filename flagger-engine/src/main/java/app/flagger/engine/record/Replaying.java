package app.flagger.engine.record;

import app.flagger.engine.Replay;
import app.flagger.engine.TickRecord;
import app.flagger.engine.decision.Decider;
import app.flagger.engine.decision.Situation;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads records of ticks and decides again. */
public final class Replaying {
    private Replaying() {}

    /** As {@link Replay#of}. */
    public static List<Replay.Step> of(String record, Decider decider) {
        JsonNode tree = Trees.parse(record);
        int format = tree.path("format").asInt();
        if (format < 1 || format > TickRecord.FORMAT) {
            throw new IllegalArgumentException("format: " + format + ": must be between 1 and " + TickRecord.FORMAT);
        }
        if (!tree.path("steps").isArray()) {
            throw new IllegalArgumentException("the record has no steps");
        }
        List<Replay.Step> steps = new ArrayList<>();
        for (JsonNode step : tree.path("steps")) {
            Situation situation = SituationForm.read(step.path("situation"));
            String now = DecisionForm.write(decider.decide(situation)).toString();
            steps.add(new Replay.Step(
                    situation, LeftOut.decision(step.path("decision")).toString(), now));
        }
        return steps;
    }
}
