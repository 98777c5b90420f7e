package app.flagger.api.plug;

import app.flagger.api.CanaryKey;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.status.Phase;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Something that people should know. Made by the engine; notifiers read it. */
@Value.Immutable
public abstract class Alert {
    Alert() {}

    /** The same when the alert is repeated. */
    public abstract String id();

    /** The canary that it is about. */
    public abstract CanaryKey canary();

    /** How urgent it is. */
    public abstract Severity severity();

    /** What happened, as {@code promotion-finished}; stable. */
    public abstract String code();

    /** Why, as data. */
    public abstract Reason reason();

    /** The sentence for people. */
    public abstract String message();

    /** The phase of the canary. */
    public abstract Phase phase();

    /** Further fields to show, in order: target, threshold, deadline, routing. */
    public abstract Map<String, String> fields();

    /** The AlertProvider that it is sent through; nothing for the engine's default notifier. */
    public abstract Optional<AlertProvider> provider();

    /** When it happened. */
    public abstract Instant at();

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with every field as it is here. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Collects the fields; not thread-safe; may be used again after {@code build()}. */
    public static final class Builder extends ImmutableAlert.Builder {
        Builder() {}
    }
}
