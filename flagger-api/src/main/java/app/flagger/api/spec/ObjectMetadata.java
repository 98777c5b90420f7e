package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Name, labels and annotations of a resource, as Kubernetes knows them. */
@Value.Immutable
public abstract class ObjectMetadata {
    ObjectMetadata() {}

    /** The namespace; {@code "default"} if none is given. */
    @Value.Default
    public String namespace() {
        return "default";
    }

    /** The name, not blank. */
    public abstract String name();

    /** Labels, in the order in which they were written. */
    public abstract Map<String, String> labels();

    /**
     * Annotations, in the order in which they were written. Tools keep whole manifests in them, so {@link #toString()} leaves them
     * out.
     */
    @Value.Redacted
    public abstract Map<String, String> annotations();

    /** When the resource was made; decides which of two canaries with one target is the older. */
    public abstract Optional<Instant> creationTimestamp();

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(!name().isBlank(), "name", name(), "must not be blank");
        problems.require(!namespace().isBlank(), "namespace", namespace(), "must not be blank");
        problems.throwIfAny("metadata");
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
    public static final class Builder extends ImmutableObjectMetadata.Builder {
        Builder() {}
    }
}
