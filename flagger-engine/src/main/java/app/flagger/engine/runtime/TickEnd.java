package app.flagger.engine.runtime;

import java.time.Duration;
import java.util.Optional;

/**
 * How a tick ended.
 *
 * @param how in one word
 * @param dueIn when the decision wants to be asked again, if it said so
 * @param failure what ended the tick early
 */
record TickEnd(How how, Optional<Duration> dueIn, Optional<PlugFailure> failure) {
    enum How {
        /** There was nothing left to do. */
        WAITED,
        /** Something did not work; soon again. */
        FAILED,
        /** Somebody else changed the status; soon again. */
        DISCARDED,
        /** Somebody else may drive the canary. */
        STANDBY,
        /** The engine is being closed. */
        CLOSED,
        /** What was to be given back is not there any more. */
        GONE
    }

    static TickEnd waited(Optional<Duration> dueIn) {
        return new TickEnd(How.WAITED, dueIn, Optional.empty());
    }

    static TickEnd failed(PlugFailure failure) {
        return new TickEnd(How.FAILED, Optional.empty(), Optional.of(failure));
    }

    static TickEnd of(How how) {
        return new TickEnd(how, Optional.empty(), Optional.empty());
    }
}
