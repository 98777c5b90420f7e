package app.flagger.api.spec;

import app.flagger.api.Problems;
import org.immutables.value.Value;

/** A query and where to send it: Flagger's resource {@code MetricTemplate}. Immutable and thread-safe. */
@Value.Immutable
public abstract class MetricTemplate {
    MetricTemplate() {}

    /** Name and namespace. */
    public abstract ObjectMetadata metadata();

    /** Where the query goes. */
    public abstract MetricProviderSpec provider();

    /** The query, a Go template; not blank. */
    public abstract String query();

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(!query().isBlank(), "spec.query", query(), "must not be blank");
        problems.throwIfAny("MetricTemplate " + metadata().name());
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
    public static final class Builder extends ImmutableMetricTemplate.Builder {
        Builder() {}
    }
}
