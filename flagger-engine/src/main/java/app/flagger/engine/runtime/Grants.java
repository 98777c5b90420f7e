package app.flagger.engine.runtime;

import app.flagger.api.plug.Clock;
import app.flagger.api.plug.Ownership.Grant;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The right to drive one canary, measured by the clock that never jumps. Thread-safe. */
final class Grants {
    private final Clock clock;
    private @Nullable Grant grant;
    private long askedAt;
    private long validFor;

    Grants(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes a new grant.
     *
     * @param asked what the wall clock said before it was asked for
     * @param askedNanos the same of the other clock
     */
    synchronized void take(Grant given, Instant asked, long askedNanos) {
        grant = given;
        askedAt = askedNanos;
        Duration length = Duration.between(asked, given.until());
        // A grant until the end of time does not fit into nanoseconds.
        validFor = length.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE : length.toNanos();
    }

    synchronized void drop() {
        grant = null;
    }

    /** Whether writes are allowed now. */
    synchronized boolean holds() {
        return grant != null && clock.nanos() - askedAt < validFor;
    }

    /** Whether it is time to prolong: half of the grant is over, or there is none. */
    synchronized boolean toProlong() {
        return grant == null || clock.nanos() - askedAt >= validFor / 2;
    }

    /** The epoch of the last grant, 0 before the first. */
    synchronized long epoch() {
        return grant == null ? 0 : grant.epoch();
    }
}
