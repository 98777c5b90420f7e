package app.flagger.api.plug;

import app.flagger.api.spec.HookType;
import java.time.Duration;
import java.util.Map;
import org.immutables.value.Value;

/** One call of a webhook. Made by the engine; hook callers read it. */
@Value.Immutable
public abstract class HookRequest {
    HookRequest() {}

    /** Name of the hook in the canary. */
    public abstract String name();

    /** When it is called. */
    public abstract HookType type();

    /** Where to send it; {@link #toString()} leaves it out. */
    @Value.Redacted
    public abstract String url();

    /** Namespace of the canary. */
    public abstract String namespace();

    /** Name of the canary. */
    public abstract String canary();

    /** The phase that the payload names. */
    public abstract String phase();

    /** Names the revision; same revision, same text. */
    public abstract String checksum();

    /** Metadata with the placeholders filled in; {@link #toString()} leaves it out. */
    @Value.Redacted
    public abstract Map<String, String> metadata();

    /** Sent as {@code Idempotency-Key}; the same when the call is repeated. */
    public abstract String idempotencyKey();

    /** Do not check the certificate of the other side. */
    @Value.Default
    public boolean disableTLS() {
        return false;
    }

    /** Longest time for this attempt. */
    @Value.Default
    public Duration timeout() {
        return Duration.ofSeconds(10);
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
    public static final class Builder extends ImmutableHookRequest.Builder {
        Builder() {}
    }
}
