package app.flagger.engine;

import app.flagger.engine.decision.Decider;
import app.flagger.engine.decision.Situation;
import app.flagger.engine.record.Replaying;
import java.util.List;

/** Decides again what was recorded: the same situation must give the same decision, byte for byte. Pure and thread-safe. */
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
     * @param record a {@link TickRecord#toJson()}, of this version of the engine or an older one
     * @param decider with the strategies and judges of then
     * @return each decision of the tick, in order
     * @throws IllegalArgumentException if the text is no record of a format that is known
     */
    public static List<Step> of(String record, Decider decider) {
        return Replaying.of(record, decider);
    }
}
