package app.flagger.api.plug;

import app.flagger.api.spec.Canary;
import app.flagger.api.spec.MetricTemplate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** One question to a metric provider. Made by the engine; providers read it. */
@Value.Immutable
public abstract class MetricQuery {
    MetricQuery() {}

    /** Name of the metric in the canary. */
    public abstract String metric();

    /** The canary that asks. */
    public abstract Canary canary();

    /** The form in which the answer is needed. */
    @Value.Default
    public Shape shape() {
        return Shape.VALUE;
    }

    /** The query as it was written, a Go template; nothing for metrics that the provider knows by their name. */
    public abstract Optional<String> query();

    /** The template that the query is from. */
    public abstract Optional<MetricTemplate> template();

    /** What {@code {{ NAME }}} stands for: name, namespace, target, service, ingress, route, interval. */
    public abstract Map<String, String> variables();

    /** What {@code {{ variables.NAME }}} stands for. */
    public abstract Map<String, String> templateVariables();

    /** The window to look at. */
    public abstract Duration interval();

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with every field as it is here. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Collects the fields; not thread-safe; may be used again after {@code build()}. */
    public static final class Builder extends ImmutableMetricQuery.Builder {
        Builder() {}
    }
}
