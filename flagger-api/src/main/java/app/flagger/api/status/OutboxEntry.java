package app.flagger.api.status;

import app.flagger.api.Reason;
import app.flagger.api.Severity;
import java.time.Instant;
import org.immutables.value.Value;

/**
 * Something that is to be told to one receiver, written with the transition that it announces. Delivered at least
 * once, with the same id each time.
 */
@Value.Immutable
public abstract class OutboxEntry {
    OutboxEntry() {}

    /** Sent as {@code Idempotency-Key}: run, transition and number. */
    public abstract String id();

    /** What kind of message it is. */
    public abstract Kind kind();

    /** Name of the webhook or alert entry; empty for events to listeners. */
    @Value.Default
    public String receiver() {
        return "";
    }

    /** What happened, as {@code promotion-finished}; stable. */
    public abstract String code();

    /** How urgent it is. */
    @Value.Default
    public Severity severity() {
        return Severity.INFO;
    }

    /** Why, as data. */
    public abstract Reason reason();

    /** The phase that the message speaks of. */
    public abstract Phase phase();

    /** When it happened. */
    public abstract Instant at();

    /** How often delivery was tried. */
    @Value.Default
    public int attempts() {
        return 0;
    }

    /** What kind of message it is. */
    public enum Kind {
        /** An event, to listeners. */
        EVENT,
        /** An alert, to one alert provider. */
        ALERT,
        /** A webhook that is told after the fact. */
        HOOK
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
    public static final class Builder extends ImmutableOutboxEntry.Builder {
        Builder() {}
    }
}
