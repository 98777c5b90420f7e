package app.flagger.api.status;

import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.Settings;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** One run: the analysis of one revision from its start to its end. */
@Value.Immutable
public abstract class RunStatus {
    RunStatus() {}

    /** Names the run; never used twice for a canary. */
    public abstract String id();

    /** The revision under analysis. */
    public abstract Revision revision();

    /** When the run started or restarted. */
    public abstract Instant startedAt();

    /** Strategy and its version, as {@code canary@1}; a change restarts the run. */
    public abstract String strategy();

    /** Target and provider that the run was started with; a change restarts the run. */
    @Value.Default
    public String basis() {
        return "";
    }

    /** Whether the revision has been pinned. */
    @Value.Default
    public boolean pinned() {
        return false;
    }

    /** Whether the pre-rollout hooks have passed once. */
    @Value.Default
    public boolean preRolloutPassed() {
        return false;
    }

    /** Whether the promotion gate has passed (kept for blue/green, which asks before the switch). */
    @Value.Default
    public boolean promotionConfirmed() {
        return false;
    }

    /** Promote without analysis: by {@code skipAnalysis}, by annotation or by command. */
    @Value.Default
    public boolean skip() {
        return false;
    }

    /** Whether the first step was taken. */
    @Value.Default
    public boolean exposed() {
        return false;
    }

    /** The highest weight of this run so far, 0–100. */
    @Value.Default
    public int highestWeight() {
        return 0;
    }

    /** Passed checks that counted. */
    @Value.Default
    public int passed() {
        return 0;
    }

    /** Passed checks at the current split. */
    @Value.Default
    public int passedHere() {
        return 0;
    }

    /** Inconclusive checks in a row. */
    @Value.Default
    public int inconclusive() {
        return 0;
    }

    /** Since when the current split is in force, as far as was seen; nothing while it is not. */
    public abstract Optional<Instant> here();

    /** Since when the canary is ready without a break. */
    public abstract Optional<Instant> readySince();

    /** What the last proposal of the strategy carried. */
    @Value.Default
    public Settings strategyState() {
        return Settings.none();
    }

    /** What each metric's judge carried, by metric. */
    public abstract Map<String, Settings> judgeStates();

    /** How the run ended, once it has. */
    public abstract Optional<Reason> result();

    /** When the run ended. */
    public abstract Optional<Instant> endedAt();

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with every field as it is here. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Collects the fields; not thread-safe; may be used again after {@code build()}. */
    public static final class Builder extends ImmutableRunStatus.Builder {
        Builder() {}
    }
}
