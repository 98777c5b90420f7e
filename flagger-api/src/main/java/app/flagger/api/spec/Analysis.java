package app.flagger.api.spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * How a canary is analysed: {@code spec.analysis}. What upstream Flagger replaces by a default is kept here as it was
 * written; the methods that begin with {@code effective} give what is used.
 */
@Value.Immutable
public abstract class Analysis {
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(10);

    Analysis() {}

    /** Time between two checks, as written. */
    public abstract Optional<Duration> interval();

    /** Number of failed checks that rolls back, as written. */
    public abstract OptionalInt threshold();

    /** Number of checks for A/B testing and blue/green; together with steps the number of passed checks in all. */
    public abstract OptionalInt iterations();

    /** Greatest weight of the canary, 0–100, as written. */
    public abstract OptionalInt maxWeight();

    /** How much the weight grows with each step, 0–100. */
    public abstract OptionalInt stepWeight();

    /** The weights to go through, strictly rising within 1–100; instead of {@link #stepWeight()}. */
    public abstract List<Integer> stepWeights();

    /** How much the primary's weight grows with each step after promotion, 0–100; 0 or nothing means all at once. */
    public abstract OptionalInt stepWeightPromotion();

    /** Mirror requests to the canary before it serves any. */
    @Value.Default
    public boolean mirror() {
        return false;
    }

    /** Share of the requests that is mirrored, in percent; 0 or nothing means all. */
    public abstract OptionalInt mirrorWeight();

    /** Share of the primary's replicas that must be available, in percent, 0–100; 100 if not set. */
    public abstract OptionalInt primaryReadyThreshold();

    /** Share of the canary's replicas that must be available, in percent, 0–100; 100 if not set. */
    public abstract OptionalInt canaryReadyThreshold();

    /** Which requests go to the canary in A/B testing; a request goes there if one condition holds. */
    public abstract List<HttpMatch> match();

    /** Keep clients with the version they were sent to. */
    public abstract Optional<SessionAffinity> sessionAffinity();

    /** What is measured in each check. */
    public abstract List<Metric> metrics();

    /** Who is told. */
    public abstract List<AlertRef> alerts();

    /** What is asked or told over HTTP. */
    public abstract List<Webhook> webhooks();

    /** Counts from when the canary got ready; until then nothing is judged. */
    public abstract Optional<Duration> delay();

    /** Progressive mirroring and what the canary's pods get in addition. */
    public abstract Optional<CanaryAnalysis> canaryAnalysis();

    /** A strategy by name; nothing means the stock one that the other fields ask for. */
    public abstract Optional<NamedPlug> strategy();

    /** How many inconclusive checks in a row count as one failed check, at least 1; 60 if not set. */
    public abstract OptionalInt maxInconclusive();

    /** Whether weights are given. */
    public boolean hasSteps() {
        return stepWeight().orElse(0) > 0 || !stepWeights().isEmpty();
    }

    /** The interval that is used: 60 s if none is given, at least 10 s. */
    @Value.Lazy
    public Duration effectiveInterval() {
        Duration written = interval().orElse(DEFAULT_INTERVAL);
        return written.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : written;
    }

    /** The threshold that is used: at least 1. */
    public int effectiveThreshold() {
        return Math.max(1, threshold().orElse(1));
    }

    /** The greatest weight that is used: the last of {@code stepWeights}, else {@code maxWeight}, else 100. */
    public int effectiveMaxWeight() {
        if (!stepWeights().isEmpty()) {
            return stepWeights().get(stepWeights().size() - 1);
        }
        int written = maxWeight().orElse(0);
        return written > 0 ? written : 100;
    }

    /** The share that is mirrored at first, in percent: 100 if none is given. */
    public int effectiveMirrorWeight() {
        int written = mirrorWeight().orElse(0);
        return written > 0 ? written : 100;
    }

    /** How many inconclusive checks in a row count as one failed check. */
    public int effectiveMaxInconclusive() {
        return maxInconclusive().orElse(60);
    }

    /** The hooks of one type, in the order in which they were written. */
    public List<Webhook> webhooks(HookType type) {
        if (webhooks().isEmpty()) {
            return List.of();
        }
        List<Webhook> ofType = new ArrayList<>();
        for (Webhook hook : webhooks()) {
            if (hook.type() == type) {
                ofType.add(hook);
            }
        }
        return Collections.unmodifiableList(ofType);
    }

    @Value.Check
    void check() {
        AnalysisRules.check(this);
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
    public static final class Builder extends ImmutableAnalysis.Builder {
        Builder() {}
    }
}
