package app.flagger.engine;

import java.time.Duration;
import org.immutables.value.Value;

/** Numbers of an engine that can be changed. Immutable. */
@Value.Immutable
public abstract class Limits {
    Limits() {}

    /** Deadline of a call of a plug; hooks have their own. */
    @Value.Default
    public Duration callDeadline() {
        return Duration.ofSeconds(10);
    }

    /** How many calls of one plug may be under way at once. Others wait; if all that are under way hang, they fail at once. */
    @Value.Default
    public int callsPerPlug() {
        return 16;
    }

    /** How many threads the engine's own pool has at most. */
    @Value.Default
    public int threads() {
        return 64;
    }

    /** How many events wait for a slow listener. */
    @Value.Default
    public int listenerQueue() {
        return 1_024;
    }

    /** How often the delivery of an alert is tried. */
    @Value.Default
    public int deliveryAttempts() {
        return 4;
    }

    /** For how long ownership of a canary is asked. */
    @Value.Default
    public Duration grant() {
        return Duration.ofSeconds(60);
    }

    /** The defaults. */
    public static Limits defaults() {
        return builder().build();
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with every field as it is here. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Collects the fields; not thread-safe. */
    public static final class Builder extends ImmutableLimits.Builder {
        Builder() {}
    }
}
