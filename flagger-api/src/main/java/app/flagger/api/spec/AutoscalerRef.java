package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.util.Map;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** The scaler of the target: a HorizontalPodAutoscaler or a KEDA ScaledObject. */
@Value.Immutable
public abstract class AutoscalerRef {
    AutoscalerRef() {}

    /** Which object. */
    public abstract ObjectRef ref();

    /** KEDA only: the query of a trigger, by its name, for the primary's copy. */
    public abstract Map<String, String> primaryScalerQueries();

    /** Least number of replicas of the primary, at least 1; nothing means as the target's scaler. */
    public abstract OptionalInt primaryMinReplicas();

    /** Greatest number of replicas of the primary, at least 1; nothing means as the target's scaler. */
    public abstract OptionalInt primaryMaxReplicas();

    @Value.Check
    void check() {
        Problems problems = new Problems();
        int min = primaryMinReplicas().orElse(1);
        problems.require(min >= 1, "primaryScalerReplicas.minReplicas", min, "must be at least 1");
        int max = primaryMaxReplicas().orElse(Math.max(min, 1));
        problems.require(max >= 1, "primaryScalerReplicas.maxReplicas", max, "must be at least 1");
        problems.require(
                max >= min, "primaryScalerReplicas.maxReplicas", max, "must not be below minReplicas (" + min + ")");
        problems.throwIfAny("autoscalerRef");
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
    public static final class Builder extends ImmutableAutoscalerRef.Builder {
        Builder() {}
    }
}
