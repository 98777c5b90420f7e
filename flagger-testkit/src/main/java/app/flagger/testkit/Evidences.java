package app.flagger.testkit;

import app.flagger.api.Settings;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Split;
import app.flagger.api.strategy.Evidence;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Makes what a {@link app.flagger.api.strategy.Judge} is given, for its unit tests: a split of 10 % and an accepted share of wrong
 * failures of 0.05, unless it is said otherwise. Not thread-safe.
 *
 * <pre>{@code
 * judge.judge(Evidences.value("error-rate", 0.3).with(Settings.of("max", 1.0)).evidence());
 * }</pre>
 */
public final class Evidences {
    private static final Instant TO = VirtualClock.START;
    private static final Instant FROM = TO.minus(Duration.ofMinutes(1));

    private final String metric;
    private final List<Measurement> window;
    private Settings with = Settings.none();
    private Split split = Split.canary(10);
    private Settings state = Settings.none();
    private double alpha = 0.05;

    private Evidences(String metric, List<Measurement> window) {
        this.metric = metric;
        this.window = window;
    }

    /** These measurements, the newest last. */
    public static Evidences of(String metric, List<Measurement> window) {
        return new Evidences(metric, List.copyOf(window));
    }

    /** One number. */
    public static Evidences value(String metric, double number) {
        return of(metric, List.of(new Measurement.Value(number, TO)));
    }

    /** The requests of one minute. */
    public static Evidences counts(
            String metric, long primaryTotal, long primaryBad, long canaryTotal, long canaryBad) {
        return of(metric, List.of(new Measurement.Counts(primaryTotal, primaryBad, canaryTotal, canaryBad, FROM, TO)));
    }

    /** The settings of the judge; the limits of the metric are {@code min} and {@code max}. */
    public Evidences with(Settings settings) {
        with = settings;
        return this;
    }

    /** The split under which it was measured. */
    public Evidences at(Split measuredAt) {
        split = measuredAt;
        return this;
    }

    /** What the last judgement carried. */
    public Evidences state(Settings carried) {
        state = carried;
        return this;
    }

    /** The share of wrong failures that is accepted, 0–1. */
    public Evidences alpha(double accepted) {
        alpha = accepted;
        return this;
    }

    /** What the judge is given; does not change any more. */
    public Evidence evidence() {
        return new Value(metric, with, window, split, state, alpha);
    }

    private record Value(
            String metric, Settings with, List<Measurement> window, Split split, Settings state, double alpha)
            implements Evidence {}
}
