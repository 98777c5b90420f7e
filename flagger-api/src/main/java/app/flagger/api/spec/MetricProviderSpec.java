package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Where the queries of a {@link MetricTemplate} go. */
@Value.Immutable
public abstract class MetricProviderSpec {
    MetricProviderSpec() {}

    /** Type of the provider, as {@code prometheus}; open: what is registered is valid. */
    public abstract String type();

    /** Address of the server; it may hold credentials, so {@link #toString()} leaves it out. */
    @Value.Redacted
    public abstract Optional<String> address();

    /** Region of the server (CloudWatch). */
    public abstract Optional<String> region();

    /** Do not check the server's certificate. */
    @Value.Default
    public boolean insecureSkipVerify() {
        return false;
    }

    /** Sent with each query; {@link #toString()} leaves them out. */
    @Value.Redacted
    public abstract Map<String, List<String>> headers();

    /** Name of the secret with the credentials, in the template's namespace. */
    public abstract Optional<String> secretRef();

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(!type().isBlank(), "type", type(), "must not be blank");
        problems.throwIfAny("provider");
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
    public static final class Builder extends ImmutableMetricProviderSpec.Builder {
        Builder() {}
    }
}
