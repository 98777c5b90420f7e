package app.flagger.testkit.world;

import app.flagger.api.CanaryKey;
import app.flagger.api.Problems;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A mesh in virtual time. Every request is routed by match, cookie and weight, may be mirrored, is answered by the replicas of
 * the version that it reaches, and is counted there. A version without an available replica answers with errors. Before a route
 * was made, and after it was given back, the target serves alone, which counts as the canary.
 */
public final class SimulatedMesh {
    private final Mesh kind;
    private final VirtualClock clock;
    private final long seed;
    private final Random random;
    private final Map<CanaryKey, Route> routes = new TreeMap<>();

    /**
     * A mesh without routes.
     *
     * @param seed decides which request goes where and how it fares, and how replicas differ
     */
    public SimulatedMesh(Mesh kind, VirtualClock clock, long seed) {
        this.kind = kind;
        this.clock = clock;
        this.seed = seed;
        random = new Random(seed);
    }

    /** Leads to the versions of that target from now on. */
    public void connect(Canary canary, SimulatedWorkload workload) {
        Route route = new Route(canary, workload, random, seed, clock.nanos());
        routes.put(canary.key(), route);
        workload.beforeChange(() -> route.flow(clock.nanos()));
    }

    /**
     * Sends requests all the time from now on.
     *
     * @param request what they look like
     * @param perSecond how many, at least 0
     * @param clients how many clients they come from, at least 1; a client keeps its cookie
     */
    public void requests(CanaryKey canary, Request request, double perSecond, int clients) {
        Problems problems = new Problems();
        requirePossible(problems, perSecond);
        problems.require(clients >= 1, "clients", clients, "must be at least 1");
        problems.throwIfAny("requests");
        Route route = route(canary);
        route.flow(clock.nanos());
        route.add(new Stream(request, perSecond, clients, false));
    }

    /**
     * Sends more or fewer of such requests from now on, from the same clients.
     *
     * @param request what they look like, as it was said before
     * @param perSecond how many, at least 0
     * @throws IllegalArgumentException if {@link #requests} was never said of such requests
     */
    public void requestsPerSecond(CanaryKey canary, Request request, double perSecond) {
        Problems problems = new Problems();
        requirePossible(problems, perSecond);
        problems.throwIfAny("requests");
        Route route = route(canary);
        route.flow(clock.nanos());
        if (!route.rate(request, perSecond)) {
            throw new IllegalArgumentException("no clients send " + request + " to " + canary);
        }
    }

    /**
     * Sends plain requests straight to the canary from now on, past the route, whenever it is scaled up: a load test. They count
     * for its metrics, not as served.
     */
    public void testRequests(CanaryKey canary, double perSecond) {
        Problems problems = new Problems();
        requirePossible(problems, perSecond);
        problems.throwIfAny("test requests");
        Route route = route(canary);
        route.flow(clock.nanos());
        if (perSecond > 0) {
            route.add(new Stream(Request.plain(), perSecond, 1, true));
        }
    }

    /** Sends one request now. */
    public Served serve(CanaryKey canary, Request request) {
        return route(canary).serve(request, clock.nanos());
    }

    /** What somebody else than the engine writes into a route. */
    public void foreignWrite(CanaryKey canary, Split split, String writer) {
        write(route(canary), Optional.of(split), writer);
    }

    /** What is written in a route; nothing if there is none. */
    public Optional<Split> written(CanaryKey canary) {
        return route(canary).written();
    }

    /** Who wrote that: an operation of the engine, or somebody else by name; nothing if there is no route. */
    public Optional<String> writtenBy(CanaryKey canary) {
        return route(canary).writer();
    }

    /** What the data plane does; nothing if there is no route. */
    public Optional<Split> inForce(CanaryKey canary) {
        return route(canary).inForce();
    }

    /** Since when the data plane does that, by {@link VirtualClock#nanos()}; nothing if there was never a route. */
    public OptionalLong inForceSince(CanaryKey canary) {
        return route(canary).inForceSince();
    }

    /** What a version saw in the last span of time. */
    public Tally tally(CanaryKey canary, Role role, Duration window) {
        Route route = route(canary);
        route.flow(clock.nanos());
        return route.tally(role, clock.nanos() - window.toNanos());
    }

    /** How many requests a version has answered so far, without copies. */
    public long served(CanaryKey canary, Role role) {
        Route route = route(canary);
        route.flow(clock.nanos());
        return route.served(role);
    }

    /** How many requests a version has seen so far, with copies and those of load tests. */
    public long seen(CanaryKey canary, Role role) {
        Route route = route(canary);
        route.flow(clock.nanos());
        return route.seen(role);
    }

    /** How many requests each revision has answered so far, without copies, sorted by revision. */
    public SortedMap<String, Long> servedByRevision(CanaryKey canary) {
        Route route = route(canary);
        route.flow(clock.nanos());
        return Collections.unmodifiableSortedMap(route.ledger().totals());
    }

    /**
     * The same over time, in at most 120 spans of equal length for each revision.
     *
     * @param zero the time of the clock from which the spans count, as {@link VirtualClock#nanos()} gives it
     */
    public List<Throughput> throughput(CanaryKey canary, long zero) {
        Route route = route(canary);
        route.flow(clock.nanos());
        return List.copyOf(route.ledger().bins(zero, clock.nanos()));
    }

    /** The plug that moves this mesh's traffic. */
    public TrafficRouter router() {
        return new SimulatedRouter(this);
    }

    /** What kind of mesh it is. */
    public Mesh kind() {
        return kind;
    }

    private static void requirePossible(Problems problems, double perSecond) {
        problems.require(perSecond >= 0 && Double.isFinite(perSecond), "perSecond", perSecond, "must not be negative");
    }

    Route route(CanaryKey canary) {
        Route route = routes.get(canary);
        if (route == null) {
            throw new IllegalArgumentException(
                    "canary " + canary + " is not connected to the mesh, only " + routes.keySet());
        }
        return route;
    }

    void write(Route route, Optional<Split> split, String writer) {
        route.write(split, writer);
        if (kind.lag().isZero()) {
            route.follow(split, clock);
        } else {
            clock.after(kind.lag(), () -> route.follow(split, clock));
        }
    }
}
