package app.flagger.engine.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long ago a time in the status was, by the clock that never jumps, if this engine wrote it. Confined to the mailbox. */
final class Stopwatch {
    private Optional<Instant> started = Optional.empty();
    private long nanos;

    /**
     * Starts anew if what was saved is the time of this tick.
     *
     * @param at what was saved
     * @param now the time of the tick that saved it
     * @param nanosNow the same by the clock that never jumps
     */
    void saved(Optional<Instant> at, Instant now, long nanosNow) {
        if (at.equals(Optional.of(now)) && !at.equals(started)) {
            started = at;
            nanos = nanosNow;
        }
    }

    /** Counts from now on. */
    void restart(long nanosNow) {
        nanos = nanosNow;
    }

    /** How long ago that time was; nothing if it is none of those that this engine wrote. */
    Optional<Duration> since(Optional<Instant> at, long nanosNow) {
        return started.isPresent() && started.equals(at)
                ? Optional.of(Duration.ofNanos(nanosNow - nanos))
                : Optional.empty();
    }
}
