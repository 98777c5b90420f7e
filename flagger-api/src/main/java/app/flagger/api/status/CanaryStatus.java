package app.flagger.api.status;

import app.flagger.api.Command;
import app.flagger.api.Problems;
import app.flagger.api.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What is remembered of one canary: {@code status} of the resource. Fields that upstream Flagger has keep their
 * names; the others are this project's own. Written once a tick, before anything is done, it says what shall be; what
 * has happened is added once it was observed. Immutable and thread-safe.
 */
@Value.Immutable
public abstract class CanaryStatus {
    CanaryStatus() {}

    /** Where the canary stands. */
    @Value.Default
    public Phase phase() {
        return Phase.NONE;
    }

    /** The weight that shall be, 0–100: the only one that decisions step from. */
    @Value.Default
    public int canaryWeight() {
        return 0;
    }

    /** The mirrored share that shall be, 0–100. */
    @Value.Default
    public int mirrorWeight() {
        return 0;
    }

    /** Whether the weight is meant for matched requests only (A/B testing). */
    @Value.Default
    public boolean matchedOnly() {
        return false;
    }

    /** Failed checks of the current or last run. */
    @Value.Default
    public int failedChecks() {
        return 0;
    }

    /** Iterations of the current or last run. */
    @Value.Default
    public int iterations() {
        return 0;
    }

    /** The cookie of this run, {@code name=value}. */
    public abstract Optional<String> sessionAffinityCookie();

    /** The cookie of the primary's clients. */
    public abstract Optional<String> primarySessionAffinityCookie();

    /** The cookie of the run before, which clients are told to drop. */
    public abstract Optional<String> previousSessionAffinityCookie();

    /** Checksums of tracked configs, as upstream wrote them; kept. */
    public abstract Map<String, String> trackedConfigs();

    /** The last revision that was accepted for analysis. */
    public abstract Optional<String> lastAppliedSpec();

    /** The last revision that was promoted. */
    public abstract Optional<String> lastPromotedSpec();

    /** When the phase last changed. */
    public abstract Optional<Instant> lastTransitionTime();

    /** Conditions as Kubernetes knows them; {@code Promoted} is always one of them. */
    public abstract List<Condition> conditions();

    /** The last checks of the current or last run, newest last. */
    public abstract List<Check> canaryAnalysis();

    /** Grows by one with each intent that is recorded. */
    @Value.Default
    public long step() {
        return 0;
    }

    /** The {@link #step()} that ordered the current split: a route that bears the stamp of an earlier one is not written yet. */
    @Value.Default
    public long splitStep() {
        return 0;
    }

    /** The current or last run. */
    public abstract Optional<RunStatus> run();

    /** What the primary runs and shall run. */
    public abstract Optional<PrimaryStatus> primary();

    /** How the run ends, once that was decided; irrevocable. */
    public abstract Optional<Ending> ending();

    /** That the primary is being brought back to the last good revision. */
    public abstract Optional<Restoring> restoring();

    /** The revision that waits at the rollout gate. */
    public abstract Optional<Waiting> waiting();

    /** That all traffic is away from a version without replicas. */
    public abstract Optional<Displaced> displaced();

    /** That somebody else lowered the route. */
    public abstract Optional<ForeignRoute> foreignRoute();

    /** Since when the canary is not ready without a break, while it is in use. */
    public abstract Optional<Instant> canaryNotReadySince();

    /** Since when the primary is not ready without a break, while it is in use. */
    public abstract Optional<Instant> primaryNotReadySince();

    /** When something was last done that is due once an interval: a check, a step, a poll of a gate. */
    public abstract Optional<Instant> lastCheckAt();

    /** The command that paused the canary. */
    public abstract Optional<Command> paused();

    /** Commands that were taken over and not yet carried out. */
    public abstract List<Command> commands();

    /** Ids of the last commands that were carried out, newest last. */
    public abstract List<String> doneCommands();

    /** Annotations that were taken over as commands, with their value, until they are gone. */
    public abstract Map<String, String> takenAnnotations();

    /** What is still to be told. */
    public abstract List<OutboxEntry> outbox();

    /** How many entries were dropped because the status would have grown too large. */
    @Value.Default
    public int outboxDropped() {
        return 0;
    }

    /** Revisions that an abort or failure keeps from being tried again, newest last. */
    public abstract List<Revision> failedRevisions();

    /** A status of a canary that was never seen before. */
    public static CanaryStatus initial() {
        return builder().build();
    }

    /** The condition of that type. */
    public Optional<Condition> condition(String type) {
        return conditions().stream().filter(c -> c.type().equals(type)).findFirst();
    }

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(
                canaryWeight() >= 0 && canaryWeight() <= 100,
                "canaryWeight",
                canaryWeight(),
                "must be between 0 and 100");
        problems.require(
                mirrorWeight() >= 0 && mirrorWeight() <= 100,
                "mirrorWeight",
                mirrorWeight(),
                "must be between 0 and 100");
        problems.require(failedChecks() >= 0, "failedChecks", failedChecks(), "must not be negative");
        problems.throwIfAny("status");
    }

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with every field as it is here. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Collects the fields; not thread-safe; may be used again after {@code build()}. */
    public static final class Builder extends ImmutableCanaryStatus.Builder {
        Builder() {}
    }
}
