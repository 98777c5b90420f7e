package app.flagger.testkit.world;

import app.flagger.api.Problems;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a version behaves. Made by the methods here, to be imported statically:
 *
 * <pre>{@code
 * canary(errors(percent(3)), latency(p50(20), p99(80)), from(Duration.ofMinutes(5), errors(percent(50))))
 * canary(above(20, errors(percent(30))))
 * canary(onReplicas(1, errors(percent(100))), noise(percent(30)))
 * }</pre>
 *
 * <p>What is not said is harmless: no errors, a median of 20 ms and 99 % below 80 ms, replicas that serve at once, never crash,
 * are all the same and cope with any load. Spans count from when the version's replicas were ordered. A later behaviour of the
 * same kind wins.
 *
 * <p>The <b>load</b> of a replica is what its version got in the last ten seconds, in requests per second, divided by the number of
 * its available replicas: requests that were routed to it, copies of mirrored ones and those of load tests. Primary and canary
 * have as many replicas each, so a version that copes as canary may break once it is promoted. Immutable.
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
     * @param delay how long they take to start, not negative
     */
    record StartsAfter(Duration delay) implements Behaviour {
        /** @throws app.flagger.api.InvalidResource if the delay is negative */
        public StartsAfter {
            notNegative("startsAfter", delay);
        }
    }

    /**
     * All replicas crash and do not come back.
     *
     * @param time when, not negative
     */
    record CrashesAt(Duration time) implements Behaviour {
        /** @throws app.flagger.api.InvalidResource if the time is negative */
        public CrashesAt {
            notNegative("crashesAt", time);
        }
    }

    /**
     * Something changes later.
     *
     * @param time from when on, not negative
     * @param then what holds from then on: errors, latency, capacity, above, onReplicas
     */
    record From(Duration time, List<Behaviour> then) implements Behaviour {
        /** @throws app.flagger.api.InvalidResource if the time is negative, or something else is to change */
        public From {
            then = List.copyOf(then);
            notNegative("from", time);
            only("from", then, Errors.class, Takes.class, Capacity.class, Above.class, OnReplicas.class);
        }
    }

    /**
     * Something is different under load.
     *
     * @param requestsPerSecond from which load of a replica on, above 0
     * @param then what holds then: errors, latency
     */
    record Above(double requestsPerSecond, List<Behaviour> then) implements Behaviour {
        /** @throws app.flagger.api.InvalidResource if the load is not above 0, or something else is to be different */
        public Above {
            then = List.copyOf(then);
            positive("above", requestsPerSecond);
            only("above", then, Errors.class, Takes.class);
        }
    }

    /**
     * Replicas have a limit.
     *
     * @param requestsPerSecond how many requests per second one replica can serve, above 0
     */
    record Capacity(double requestsPerSecond) implements Behaviour {
        /** @throws app.flagger.api.InvalidResource if it is not above 0 */
        public Capacity {
            positive("capacity", requestsPerSecond);
        }
    }

    /**
     * Some replicas are different.
     *
     * @param count how many, at least 1
     * @param then what holds there: errors, latency, capacity, above
     */
    record OnReplicas(int count, List<Behaviour> then) implements Behaviour {
        /** @throws app.flagger.api.InvalidResource if the count is below 1, or something else is to be different */
        public OnReplicas {
            then = List.copyOf(then);
            Problems problems = new Problems();
            problems.require(count >= 1, "count", count, "must be at least 1");
            problems.throwIfAny("onReplicas");
            only("onReplicas", then, Errors.class, Takes.class, Capacity.class, Above.class);
        }
    }

    /**
     * No two replicas are quite the same.
     *
     * @param share by how much a replica differs at most from what is said of the version
     */
    record Noise(Share share) implements Behaviour {}

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

    /** Errors, latency, capacity, and what differs by load or replica, change at that time. */
    static Behaviour from(Duration time, Behaviour... then) {
        return new From(time, List.of(then));
    }

    /**
     * Errors and latency are different from that load on. Of several the one with the highest load that is reached wins.
     *
     * @param requestsPerSecond the load of one replica, above 0
     */
    static Behaviour above(double requestsPerSecond, Behaviour... then) {
        return new Above(requestsPerSecond, List.of(then));
    }

    /**
     * Each replica is a queue with one server and 100 places, which serves so many requests per second at most (M/M/1/K with K =
     * 100; D. Gross et al., Fundamentals of Queueing Theory, section 2.5). With <i>&rho;</i> = load / capacity and the shares
     * <i>p</i><sub>n</sub> = <i>&rho;</i><sup>n</sup> / (1 + <i>&rho;</i> + … + <i>&rho;</i><sup>K</sup>) of the time in which
     * <i>n</i> requests are there:
     *
     * <ul>
     *   <li>a share <i>p</i><sub>K</sub> of the requests is turned away and fails: nothing below the capacity, beyond it 1 &minus;
     *       1/<i>&rho;</i>;
     *   <li>durations are those that were said, times <i>L</i> / (<i>&rho;</i> (1 &minus; <i>p</i><sub>K</sub>)), where <i>L</i> is
     *       the mean of <i>n</i>: 1 / (1 &minus; <i>&rho;</i>) below the capacity, as twice as long at half of it and ten times as
     *       long at nine tenths; 50 at the capacity; beyond it up to 100.
     * </ul>
     *
     * @param requestsPerSecond how many requests per second one replica can serve, above 0
     */
    static Behaviour capacity(double requestsPerSecond) {
        return new Capacity(requestsPerSecond);
    }

    /**
     * So many replicas are different, as one bad pod of ten, whatever is said of all, before or later. They are the first ones: of
     * {@code onReplicas(1, …)} and {@code onReplicas(3, …)} the first replica has both. Those that are available when others are not
     * are the first ones, too. Requests go to each available replica equally often.
     *
     * @param count how many; at least 1, and all if a version has no more
     */
    static Behaviour onReplicas(int count, Behaviour... then) {
        return new OnReplicas(count, List.of(then));
    }

    /**
     * Errors and durations of each replica are those that are said, times a factor of its own between 1 &minus; share and 1 + share. It
     * is drawn from the simulation's seed, each equally likely, when the replica is ordered, so that on the average a version is
     * what was said.
     */
    static Behaviour noise(Share share) {
        return new Noise(share);
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

    private static void notNegative(String what, Duration span) {
        Problems problems = new Problems();
        problems.require(!span.isNegative(), "time", span, "must not be negative");
        problems.throwIfAny(what);
    }

    private static void positive(String what, double requestsPerSecond) {
        Problems problems = new Problems();
        problems.require(
                requestsPerSecond > 0 && Double.isFinite(requestsPerSecond),
                "requestsPerSecond",
                requestsPerSecond,
                "must be above 0");
        problems.throwIfAny(what);
    }

    /** What would be ignored is refused. */
    private static void only(String what, List<Behaviour> then, Class<?>... kinds) {
        String allowed = Arrays.stream(kinds).map(Class::getSimpleName).collect(Collectors.joining(", "));
        Problems problems = new Problems();
        problems.require(!then.isEmpty(), "then", then, "must not be empty");
        for (Behaviour part : then) {
            problems.require(
                    List.of(kinds).contains(part.getClass()),
                    "then",
                    part,
                    "must be one of " + allowed + "; anything else is to be said beside it");
        }
        problems.throwIfAny(what);
    }
}
