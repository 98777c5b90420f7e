package app.flagger.api.spec;

import app.flagger.api.Problems;
import app.flagger.api.Settings;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** The block {@code canaryAnalysis} inside an analysis. */
@Value.Immutable
public abstract class CanaryAnalysis {
    CanaryAnalysis() {}

    /** How much the mirrored share grows with each passed check, 0–100. */
    public abstract OptionalInt stepWeightPromotion();

    /** Greatest mirrored share, 0–100; 100 if not set. */
    public abstract OptionalInt maxMirrorWeight();

    /** Merged into the template of the canary's pods only: {@code nodeSelector} and {@code tolerations}. */
    public abstract Optional<Settings> templateVariables();

    @Value.Check
    void check() {
        Problems problems = new Problems();
        int step = stepWeightPromotion().orElse(0);
        problems.require(step >= 0 && step <= 100, "stepWeightPromotion", step, "must be between 0 and 100");
        int max = maxMirrorWeight().orElse(100);
        problems.require(max >= 0 && max <= 100, "maxMirrorWeight", max, "must be between 0 and 100");
        problems.throwIfAny("canaryAnalysis");
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
    public static final class Builder extends ImmutableCanaryAnalysis.Builder {
        Builder() {}
    }
}
