package app.flagger.api.status;

import app.flagger.api.Revision;
import java.util.Optional;
import org.immutables.value.Value;

/** What the primary runs and shall run. */
@Value.Immutable
public abstract class PrimaryStatus {
    PrimaryStatus() {}

    /** The revision that the primary shall run. */
    public abstract Revision wanted();

    /** The last revision with which the primary was ready. */
    public abstract Optional<Revision> lastGood();

    /** The run that promoted {@link #wanted()}. */
    public abstract Optional<String> run();

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with every field as it is here. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Collects the fields; not thread-safe; may be used again after {@code build()}. */
    public static final class Builder extends ImmutablePrimaryStatus.Builder {
        Builder() {}
    }
}
