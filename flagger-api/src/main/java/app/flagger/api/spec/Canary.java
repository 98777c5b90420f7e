package app.flagger.api.spec;

import app.flagger.api.CanaryKey;
import app.flagger.api.Problem;
import java.util.List;
import org.immutables.value.Value;

/**
 * A rollout policy: Flagger's resource {@code Canary}, group {@code flagger.app}, version {@code v1beta1}. A value of
 * this type is valid in itself; whether the plugs at hand can do what it asks is found out when it is registered.
 *
 * <p>Immutable and thread-safe.
 */
@Value.Immutable
public abstract class Canary {
    Canary() {}

    /** Name and namespace. */
    public abstract ObjectMetadata metadata();

    /** What is wanted. */
    public abstract CanarySpec spec();

    /** Namespace and name. */
    @Value.Lazy
    public CanaryKey key() {
        return new CanaryKey(metadata().namespace(), metadata().name());
    }

    /** What is legal but probably not meant, or silently replaced by a default: each names the value that is used. */
    public List<Problem> warnings() {
        return SpecWarnings.of(spec());
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
    public static final class Builder extends ImmutableCanary.Builder {
        Builder() {}
    }
}
