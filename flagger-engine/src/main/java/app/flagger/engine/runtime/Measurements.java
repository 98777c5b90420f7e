package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Missing;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Range;
import java.time.Duration;
import java.time.Instant;

/** What of an answer can be believed. Pure. */
final class Measurements {
    private static final int STALE_AFTER_INTERVALS = 2;

    private Measurements() {}

    /** The measurement, or why it cannot be believed. */
    static Measurement believed(Metric metric, Measurement said, Instant now) {
        if (said instanceof Measurement.Value value) {
            return believed(metric, value, now);
        }
        if (said instanceof Measurement.Counts counts && stale(metric, counts.to(), now)) {
            return missing(Why.STALE, "the counts end at " + counts.to());
        }
        return said;
    }

    private static Measurement believed(Metric metric, Measurement.Value said, Instant now) {
        double value = said.value();
        if (!Double.isFinite(value)) {
            return missing(Why.NOT_A_NUMBER, "the value is " + value);
        }
        if (metric.builtIn() && metric.name().equals(Metric.SUCCESS_RATE) && (value < 0 || value > 100)) {
            return missing(Why.IMPOSSIBLE, "a rate of " + value + " percent");
        }
        if (metric.builtIn() && metric.name().equals(Metric.DURATION) && value < 0) {
            return missing(Why.IMPOSSIBLE, "a duration of " + value + " milliseconds");
        }
        return stale(metric, said.at(), now) ? missing(Why.STALE, "the value is of " + said.at()) : said;
    }

    private static boolean stale(Metric metric, Instant at, Instant now) {
        Duration oldest = metric.effectiveInterval().multipliedBy(STALE_AFTER_INTERVALS);
        return at.isBefore(now.minus(oldest));
    }

    /** Why a provider that failed has no number. */
    static Measurement failed(Throwable thrown) {
        Throwable cause = PlugFailure.cause(thrown);
        if (cause instanceof PlugFailure failure) {
            Why why = failure.kind() == PlugException.Kind.DENIED ? Why.DENIED : Why.UNAVAILABLE;
            return missing(why, failure.text());
        }
        return missing(Why.UNAVAILABLE, cause.getClass().getName());
    }

    /** In a dry run: a value that passes where there is none, because the canary that would give one does not run. */
    static Measurement assumed(Metric metric, Measurement said, Instant now) {
        Range range = metric.effectiveRange();
        double within = range.max().isPresent()
                ? range.max().getAsDouble()
                : range.min().orElse(0);
        return metric.judge().isEmpty() ? new Measurement.Value(within, now) : said;
    }

    static Measurement missing(Why why, String detail) {
        return new Missing(why, detail);
    }
}
