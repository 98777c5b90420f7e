package app.flagger.api.plug;

import app.flagger.api.CanaryKey;
import app.flagger.api.status.CanaryStatus;
import java.time.Duration;

/**
 * Takes what the engine did, in numbers. Thread-safe: called for many canaries at once; what is told of one canary comes in order.
 *
 * <p>Must not block, also while what the numbers are sent to cannot be reached: it is called on the embedder's executor, without a
 * deadline. Exceptions are contained and logged without their message, and the number is lost. What is kept must not grow with the
 * number of calls, and nothing is kept of a canary that was forgotten; it may come back later.
 */
public interface Telemetry {
    /**
     * A tick has ended.
     *
     * @param took in the engine's time, not negative; zero in simulations
     */
    default void tick(CanaryKey canary, CanaryStatus status, Duration took) {}

    /**
     * A metric was read.
     *
     * @param metric its name in the canary, any text
     * @param value what the provider answered, also NaN, infinite or impossible
     */
    default void measured(CanaryKey canary, String metric, double value) {}

    /**
     * A run has ended.
     *
     * @param strategy the type of the strategy, any text
     * @param outcome {@code promoted}, {@code rolled-back}, {@code superseded} or {@code aborted}; expect further ones
     */
    default void ended(CanaryKey canary, String strategy, String outcome) {}

    /** A canary is no longer driven; series about it should end. It may never have been heard of. */
    default void forgotten(CanaryKey canary) {}

    /** Takes nothing. */
    static Telemetry none() {
        return new Telemetry() {};
    }
}
