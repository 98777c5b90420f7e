package app.flagger.engine;

import app.flagger.engine.decision.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one tick did. Only the engine implements it. */
public interface Tick {
    /** When the next tick is due at the latest, from the end of this one; never negative. */
    Duration dueIn();

    /** The decisions of this tick, in order. */
    List<Decision> decisions();

    /** How the canary stands now. */
    Snapshot snapshot();

    /** What ended the tick early, for people. */
    Optional<String> failure();
}
