package app.flagger.testkit.world;

import java.time.Duration;
import java.util.List;

/**
 * How a version behaves. Made by the methods here, to be imported statically:
 *
 * <pre>{@code
 * canary(errors(percent(3)), latency(p50(20), p99(80)), from(Duration.ofMinutes(5), errors(percent(50))))
 * }</pre>
 *
 * <p>What is not said is harmless: no errors, a median of 20 ms and 99 % below 80 ms, replicas that serve at once and never
 * crash. Spans count from when the version's replicas were ordered. A later behaviour of the same kind wins. Immutable.
 */
public sealed interface Behaviour {
    /**
     * A share of the requests fails.
     *
     * @param share which share
     */
    record Errors(Share share) implements Behaviour {}

    /**
     * Requests take that long.
     *
     * @param latency how long
     */
    record Takes(Latency latency) implements Behaviour {}

    /**
     * Replicas serve only after a while.
     *
     * @param delay how long they take to start
     */
    record StartsAfter(Duration delay) implements Behaviour {}

    /**
     * All replicas crash and do not come back.
     *
     * @param time when
     */
    record CrashesAt(Duration time) implements Behaviour {}

    /**
     * Something changes later.
     *
     * @param time from when on
     * @param then errors and latency from then on
     */
    record From(Duration time, List<Behaviour> then) implements Behaviour {
        /** Copies the list. */
        public From {
            then = List.copyOf(then);
        }
    }

    /** A share of the requests fails. */
    static Behaviour errors(Share share) {
        return new Errors(share);
    }

    /** Requests take that long; {@code latency(p50(20), p99(80))}. */
    static Behaviour latency(Median median, NinetyNinth ninetyNinth) {
        return new Takes(new Latency(median.millis, ninetyNinth.millis));
    }

    /** Replicas serve only after a while. */
    static Behaviour startsAfter(Duration delay) {
        return new StartsAfter(delay);
    }

    /** All replicas crash at that time and do not come back. */
    static Behaviour crashesAt(Duration time) {
        return new CrashesAt(time);
    }

    /** Errors and latency change at that time. */
    static Behaviour from(Duration time, Behaviour... then) {
        return new From(time, List.of(then));
    }

    /** Half of the requests take no longer, in milliseconds. */
    static Median p50(double millis) {
        return new Median(millis);
    }

    /** 99 % of the requests take no longer, in milliseconds. */
    static NinetyNinth p99(double millis) {
        return new NinetyNinth(millis);
    }

    /**
     * A median duration.
     *
     * @param millis in milliseconds
     */
    record Median(double millis) {}

    /**
     * A 99th percentile.
     *
     * @param millis in milliseconds
     */
    record NinetyNinth(double millis) {}
}
