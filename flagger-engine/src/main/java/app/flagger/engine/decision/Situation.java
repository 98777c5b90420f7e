package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Everything that a decision may depend on. Immutable. */
@Value.Immutable
public abstract class Situation {
    Situation() {}

    /** What is wanted; the last valid version of it. */
    public abstract Canary canary();

    /** What was saved last. */
    public abstract CanaryStatus status();

    /** The world. */
    public abstract Observation observation();

    /** What was answered in this tick, by {@link Question#id()}. */
    public abstract Map<String, Answer> answers();

    /** Commands that are not in the status yet. */
    public abstract List<Command> commands();

    /** The one time of this tick. */
    public abstract Instant now();

    /** How long ago {@link CanaryStatus#lastCheckAt()} was by the clock that never jumps, where this engine has seen it pass. */
    public abstract Optional<Duration> sinceCheck();

    /** The same of {@link RunStatus#here()}. */
    public abstract Optional<Duration> sinceHere();

    /** The phase in which this tick began: at most one transition a tick. */
    public abstract Phase startPhase();

    /** Whether this tick has carried out a decision that {@link Decision#advances()}; then it only completes what is ordered. */
    @Value.Default
    public boolean advanced() {
        return false;
    }

    /** Operations of the actions that were carried out in this tick, so that none is repeated while the world is slow to show it. */
    public abstract List<String> carriedOut();

    /**
     * Operations of the orders that did not work in this tick, which a plug has said. They are not tried in it once more, nor is
     * what comes after them; only people, deadlines and the end of a run may still change what is wanted.
     */
    public abstract List<String> failed();

    /** Whether the route was written, or may have been, since a tick last saw it and came to its end: it may come into force at any time. */
    @Value.Default
    public boolean routeInDoubt() {
        return false;
    }

    /**
     * Whether a write that scales the canary up was given up and may land, or has landed, after a later one scaled it down. Then
     * a canary that is up although nothing needs it is scaled down once more.
     */
    @Value.Default
    public boolean canaryInDoubt() {
        return false;
    }

    /** Whether questions may still be asked in this tick. */
    @Value.Default
    public boolean mayAsk() {
        return true;
    }

    /** A run id that was never used, made by the runtime. */
    public abstract String newRunId();

    /** A random value for a session cookie, made by the runtime. */
    public abstract String newCookie();

    /** Why the newest spec cannot be used, while the last valid one goes on; nothing if it can. */
    public abstract Optional<String> halted();

    /** Whether target and routes are to be given back. */
    @Value.Default
    public boolean giveBack() {
        return false;
    }

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with every field as it is here. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Collects the fields; not thread-safe. */
    public static final class Builder extends ImmutableSituation.Builder {
        Builder() {}
    }
}
