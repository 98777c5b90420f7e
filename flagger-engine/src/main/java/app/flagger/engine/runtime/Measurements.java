package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Missing;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Range;
import java.time.Instant;

/** Measurements that stand for no answer, and those that a dry run assumes. Pure. */
final class Measurements {
    private Measurements() {}

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
