package app.flagger.api.spec;

import app.flagger.api.Problems;
import app.flagger.api.Severity;
import org.immutables.value.Value;

/** Who is told of events from which severity on. */
@Value.Immutable
public abstract class AlertRef {
    AlertRef() {}

    /** Name of the entry, not blank. */
    public abstract String name();

    /** Least severity; info if not set. */
    @Value.Default
    public Severity severity() {
        return Severity.INFO;
    }

    /** The {@link AlertProvider}. */
    public abstract ResourceRef providerRef();

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(!name().isBlank(), "name", name(), "must not be blank");
        problems.throwIfAny("alert " + name());
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
    public static final class Builder extends ImmutableAlertRef.Builder {
        Builder() {}
    }
}
