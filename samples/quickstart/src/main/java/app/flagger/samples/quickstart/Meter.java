package app.flagger.samples.quickstart;

import app.flagger.api.Call;
import app.flagger.api.plug.Clock;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Measures what goes through the gateway, and answers Flagger's questions about it. Keeps every request: the load of this sample
 * is bounded. Thread-safe.
 */
final class Meter implements MetricProvider {
    private final List<Sample> samples = new ArrayList<>();
    private final Clock clock;

    /** Stamps requests by that clock, so that windows mean what the canary's manifest says. */
    Meter(Clock clock) {
        this.clock = clock;
    }

    /**
     * One request.
     *
     * @param at when it was answered
     * @param arm where it was sent
     * @param version which version answered, or an empty text if none did
     * @param status HTTP status
     * @param took how long it took
     * @param mirrored whether it was a copy, whose answer nobody saw
     */
    record Sample(Instant at, Arm arm, String version, int status, Duration took, boolean mirrored) {
        boolean failed() {
            return status >= 500;
        }
    }

    /**
     * What a version did in a window.
     *
     * @param total requests
     * @param failed those answered with 500 or above
     * @param p99 99 of 100 were answered at least that fast
     */
    record Reading(long total, long failed, Duration p99) {
        double successPercent() {
            return 100.0 * (total - failed) / total;
        }

        double p99Millis() {
            return p99.toNanos() / 1e6;
        }
    }

    void record(Arm arm, String version, int status, Duration took, boolean mirrored) {
        synchronized (samples) {
            samples.add(new Sample(clock.now(), arm, version, status, took, mirrored));
        }
    }

    /** All requests so far, oldest first. */
    List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    /** What that arm did in the last {@code window}. */
    Reading read(Arm arm, Duration window) {
        List<Sample> seen = latest(arm, window);
        long failed = seen.stream().filter(Sample::failed).count();
        List<Duration> sorted = seen.stream().map(Sample::took).sorted().toList();
        Duration p99 = sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
        return new Reading(seen.size(), failed, p99);
    }

    @Override
    public Set<Shape> shapes() {
        return Collections.unmodifiableSet(EnumSet.of(Shape.VALUE, Shape.COUNTS_OF_BOTH));
    }

    @Override
    public Measurement query(MetricQuery query, Call call) {
        boolean rate = query.metric().equals(Metric.SUCCESS_RATE);
        boolean duration = query.metric().equals(Metric.DURATION);
        boolean counts = query.shape() == Shape.COUNTS_OF_BOTH;
        if (query.query().isPresent() || !(rate || duration) || (duration && counts)) {
            return new Measurement.Missing(
                    Measurement.Why.BAD_QUERY, "this gateway measures request-success-rate and request-duration");
        }
        Reading canary = read(Arm.CANARY, query.interval());
        if (canary.total() == 0) {
            return new Measurement.Missing(
                    Measurement.Why.NO_DATA,
                    "no request to the canary in the last " + query.interval().toSeconds() + "s");
        }
        Instant now = clock.now();
        if (counts) {
            Reading primary = read(Arm.PRIMARY, query.interval());
            return new Measurement.Counts(
                    primary.total(),
                    primary.failed(),
                    canary.total(),
                    canary.failed(),
                    now.minus(query.interval()),
                    now);
        }
        return new Measurement.Value(rate ? canary.successPercent() : canary.p99Millis(), now);
    }

    private List<Sample> latest(Arm arm, Duration window) {
        Instant from = clock.now().minus(window);
        List<Sample> found = new ArrayList<>();
        synchronized (samples) {
            for (int i = samples.size() - 1; i >= 0 && samples.get(i).at().isAfter(from); i--) {
                if (samples.get(i).arm() == arm) {
                    found.add(samples.get(i));
                }
            }
        }
        return found;
    }
}
