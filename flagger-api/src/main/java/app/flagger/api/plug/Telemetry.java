package app.flagger.api.plug;

import app.flagger.api.CanaryKey;
import app.flagger.api.status.CanaryStatus;
import java.time.Duration;

/** Takes what the engine did, in numbers. Must not block; exceptions are contained. Thread-safe. */
public interface Telemetry {
    /** A tick has ended. */
    default void tick(CanaryKey canary, CanaryStatus status, Duration took) {}

    /** A metric was read. */
    default void measured(CanaryKey canary, String metric, double value) {}

    /** A run has ended; {@code outcome} is {@code promoted}, {@code rolled-back}, {@code superseded} or {@code aborted}. */
    default void ended(CanaryKey canary, String strategy, String outcome) {}

    /** A canary is no longer driven; series about it should end. */
    default void forgotten(CanaryKey canary) {}

    /** Takes nothing. */
    static Telemetry none() {
        return new Telemetry() {};
    }
}
