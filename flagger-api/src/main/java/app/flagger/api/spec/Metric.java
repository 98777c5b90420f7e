package app.flagger.api.spec;

import app.flagger.api.Problems;
import app.flagger.api.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.immutables.value.Value;

/** One thing that is measured in each check. */
@Value.Immutable
public abstract class Metric {
    Metric() {}

    /** Name of the metric; {@link #SUCCESS_RATE} and {@link #DURATION} are built in. */
    public abstract String name();

    /** The window of the query; 1 minute if not set. */
    public abstract Optional<Duration> interval();

    /** Upstream's old limit: least success rate, greatest value of everything else. */
    public abstract OptionalDouble threshold();

    /** Limits within which the value must lie; wins over {@link #threshold()}. */
    public abstract Optional<Range> thresholdRange();

    /** An in-line query for the metrics server. */
    public abstract Optional<String> query();

    /** The {@link MetricTemplate} that holds the query. */
    public abstract Optional<ResourceRef> templateRef();

    /** Values for {@code {{ variables.NAME }}} in the query. */
    public abstract Map<String, String> templateVariables();

    /** A judge by name; nothing means threshold. */
    public abstract Optional<NamedPlug> judge();

    /** The built-in share of requests that did not fail, in percent, 0–100. */
    public static final String SUCCESS_RATE = "request-success-rate";

    /** The built-in duration of requests, in milliseconds. */
    public static final String DURATION = "request-duration";

    /** Whether the name is one of the two built-in ones and the metric brings no query of its own. */
    public boolean builtIn() {
        return (name().equals(SUCCESS_RATE) || name().equals(DURATION))
                && query().isEmpty()
                && templateRef().isEmpty();
    }

    /** The window that is used: 1 minute if none is given. */
    public Duration effectiveInterval() {
        return interval().orElse(Duration.ofMinutes(1));
    }

    /** The limits that are used, as upstream derives them from {@code threshold} where no range is given. */
    public Range effectiveRange() {
        if (thresholdRange().isPresent()) {
            return thresholdRange().get();
        }
        double limit = threshold().orElse(0);
        return builtIn() && name().equals(SUCCESS_RATE) ? Range.atLeast(limit) : Range.atMost(limit);
    }

    /**
     * What its judge is told: the settings of {@link #judge()}, with the limits as {@code min} and {@code max}. Those of the
     * built-in duration are cut to whole milliseconds, as upstream does.
     */
    @Value.Lazy
    public Settings judgeSettings() {
        Settings settings = judge().map(NamedPlug::with).orElse(Settings.none());
        Range range = effectiveRange();
        boolean cut = builtIn() && name().equals(DURATION);
        if (range.min().isPresent()) {
            double min = range.min().getAsDouble();
            settings = settings.with("min", cut ? (double) (long) min : min);
        }
        if (range.max().isPresent()) {
            double max = range.max().getAsDouble();
            settings = settings.with("max", cut ? (double) (long) max : max);
        }
        return settings;
    }

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(!name().isBlank(), "name", name(), "must not be blank");
        problems.require(
                !effectiveInterval().isNegative() && !effectiveInterval().isZero(),
                "interval",
                effectiveInterval(),
                "must be longer than 0s");
        problems.throwIfAny("metric " + name());
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
    public static final class Builder extends ImmutableMetric.Builder {
        Builder() {}
    }
}
