package app.flagger.api.plug;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says who may drive a canary. The default is this JVM alone. Thread-safe. */
@FunctionalInterface
public interface Ownership {
    /**
     * Asks for, or prolongs, the right to drive a canary.
     *
     * @param ttl for how long
     * @return nothing if somebody else has it
     */
    Optional<Grant> acquire(CanaryKey key, Duration ttl, Call call) throws Exception;

    /**
     * The right to drive a canary.
     *
     * @param epoch grows with each new owner
     * @param until when it ends unless prolonged
     */
    record Grant(long epoch, Instant until) {}
}
