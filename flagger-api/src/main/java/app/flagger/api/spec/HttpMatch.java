package app.flagger.api.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * A condition on requests; all parts that are given must hold. Used for routes ({@code service.match}) and for A/B
 * testing ({@code analysis.match}).
 */
@Value.Immutable
public abstract class HttpMatch {
    HttpMatch() {}

    /** Name of the condition. */
    public abstract Optional<String> name();

    /** Path of the request. */
    public abstract Optional<StringMatch> uri();

    /** Scheme of the request. */
    public abstract Optional<StringMatch> scheme();

    /** Method of the request. */
    public abstract Optional<StringMatch> method();

    /** Host of the request. */
    public abstract Optional<StringMatch> authority();

    /** Headers by name; names are compared without case. */
    public abstract Map<String, StringMatch> headers();

    /** Headers that must not match. */
    public abstract Map<String, StringMatch> withoutHeaders();

    /** Query parameters by name. */
    public abstract Map<String, StringMatch> queryParams();

    /** Labels of the workload that sends the request. */
    public abstract Map<String, String> sourceLabels();

    /** Namespace of the workload that sends the request. */
    public abstract Optional<String> sourceNamespace();

    /** Gateways that the condition is for. */
    public abstract List<String> gateways();

    /** Port of the request. */
    public abstract OptionalInt port();

    /** Compare the path without case. */
    @Value.Default
    public boolean ignoreUriCase() {
        return false;
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
    public static final class Builder extends ImmutableHttpMatch.Builder {
        Builder() {}
    }
}
