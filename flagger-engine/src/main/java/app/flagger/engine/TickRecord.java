package app.flagger.engine;

import app.flagger.api.CanaryKey;
import java.time.Instant;

/** What one tick saw and decided, so that it can be replayed. Only the engine implements it. */
public interface TickRecord {
    /** The version of the JSON form. */
    int FORMAT = 1;

    /** Which canary. */
    CanaryKey canary();

    /** The time of the tick. */
    Instant at();

    /** One line of JSON: each situation with its answers and what was decided, versions of strategy and judges. */
    String toJson();
}
