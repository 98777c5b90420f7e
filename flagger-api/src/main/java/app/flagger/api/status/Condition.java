package app.flagger.api.status;

import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A condition as Kubernetes knows them. */
@Value.Immutable
public abstract class Condition {
    Condition() {}

    /** Type, as {@code Promoted}. */
    public abstract String type();

    /** {@code True}, {@code False} or {@code Unknown}. */
    public abstract String status();

    /** Reason in one word. */
    public abstract String reason();

    /** Sentence for people. */
    @Value.Default
    public String message() {
        return "";
    }

    /** When anything of it last changed. */
    public abstract Optional<Instant> lastUpdateTime();

    /** When its status last changed. */
    public abstract Optional<Instant> lastTransitionTime();

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with every field as it is here. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Collects the fields; not thread-safe; may be used again after {@code build()}. */
    public static final class Builder extends ImmutableCondition.Builder {
        Builder() {}
    }
}
