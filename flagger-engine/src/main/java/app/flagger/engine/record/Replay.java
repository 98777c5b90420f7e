package app.flagger.engine.record;

import app.flagger.engine.TickRecord;
import app.flagger.engine.decision.Decider;
import app.flagger.engine.decision.Situation;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Decides again what was recorded: the same situation must give the same decision, byte for byte. */
public final class Replay {
    private Replay() {}

    /**
     * One decision, then and now.
     *
     * @param situation what it rests on
     * @param then what was decided, as JSON
     * @param now what is decided by the decider at hand, as JSON
     */
    public record Step(Situation situation, String then, String now) {
        /** Whether both are the same. */
        public boolean same() {
            return then.equals(now);
        }
    }

    /**
     * Replays a tick.
     *
     * @param record a {@link TickRecord#toJson()}
     * @param decider with the strategies and judges of then
     * @throws IllegalArgumentException if the text is no record of a format that is known
     */
    public static List<Step> of(String record, Decider decider) {
        JsonNode tree = Trees.parse(record);
        int format = tree.path("format").asInt();
        if (format < 1 || format > TickRecord.FORMAT) {
            throw new IllegalArgumentException("format: " + format + ": must be between 1 and " + TickRecord.FORMAT);
        }
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : tree.path("steps")) {
            Situation situation = SituationForm.read(step.path("situation"));
            String now = DecisionForm.write(decider.decide(situation)).toString();
            steps.add(new Step(situation, step.path("decision").toString(), now));
        }
        return steps;
    }
}
