package app.flagger.testkit.world;

import app.flagger.api.Revision;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouteState.Propagation;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HttpMatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The route to the two versions of one target: what is written, what is in force, and what went through it. */
final class Route {
    private static final long SECOND = 1_000_000_000L;
    /** For how long requests are remembered beyond the longest window of a metric. */
    private static final long SLACK = 60 * SECOND;

    private final Canary canary;
    private final SimulatedWorkload workload;
    private final Random random;
    private final long seed;
    private final long memory;
    private final List<Stream> streams = new ArrayList<>();
    private final Deque<Slice> slices = new ArrayDeque<>();
    private final Ledger ledger;
    private final long[] served = new long[Role.values().length];
    private final long[] seen = new long[Role.values().length];
    private final Load load;
    final FenceGuard fences = new FenceGuard();
    private Optional<Split> written = Optional.empty();
    private Optional<Split> inForce = Optional.empty();
    private OptionalLong inForceSince = OptionalLong.empty();
    private Optional<String> writer = Optional.empty();
    /** Writes that the data plane has not taken over yet. */
    private int underWay;

    private long version;
    private long flowedUntil;
    private boolean flows;

    Route(Canary canary, SimulatedWorkload workload, Random random, long seed, long now) {
        this.canary = canary;
        this.workload = workload;
        this.random = random;
        this.seed = seed;
        load = new Load(now);
        flowedUntil = now;
        ledger = new Ledger(now);
        memory = SLACK
                + canary.spec().analysis().metrics().stream()
                        .mapToLong(metric -> metric.effectiveInterval().toNanos())
                        .max()
                        .orElse(0);
    }

    void add(Stream stream) {
        streams.add(stream);
        flows |= stream.flows();
    }

    /** So many of these requests come from now on; false if none ever came. */
    boolean rate(Request request, double perSecond) {
        List<Stream> alike = streams.stream()
                .filter(stream -> !stream.direct && stream.request.equals(request))
                .toList();
        alike.forEach(stream -> stream.rate(0));
        alike.stream().findFirst().ifPresent(stream -> stream.rate(perSecond));
        flows = streams.stream().anyMatch(Stream::flows);
        return !alike.isEmpty();
    }

    /** What is written; nothing before the route was made. */
    Optional<Split> written() {
        return written;
    }

    /** Who wrote that. */
    Optional<String> writer() {
        return writer;
    }

    /** What the data plane does; nothing before the route was made. */
    Optional<Split> inForce() {
        return inForce;
    }

    /** Since when the data plane does that, by {@link VirtualClock#nanos()}; nothing before the route was made. */
    OptionalLong inForceSince() {
        return inForceSince;
    }

    RouteState state(Split split, boolean stamps) {
        return new RouteState(
                split,
                underWay == 0 ? Propagation.PROGRAMMED : Propagation.PENDING,
                Optional.of(String.valueOf(version)),
                stamps ? writer : Optional.empty());
    }

    void write(Optional<Split> split, String by) {
        written = split;
        writer = Optional.of(by);
        version++;
        underWay++;
    }

    /** The data plane takes over a split, after the requests of the time before were sent. */
    void follow(Optional<Split> split, VirtualClock clock) {
        flow(clock.nanos());
        if (!inForce.equals(split)) {
            inForceSince = OptionalLong.of(clock.nanos());
        }
        inForce = split;
        underWay--;
    }

    /** Sends the requests that are due until now, second by second. */
    void flow(long now) {
        if (!flows) {
            flowedUntil = now;
            return;
        }
        while (flowedUntil < now) {
            long end = Math.min(now, (flowedUntil / SECOND + 1) * SECOND);
            Slice slice = new Slice(end);
            load.until(flowedUntil, seen);
            for (Stream stream : streams) {
                send(stream, stream.due(end - flowedUntil), slice, flowedUntil);
            }
            if (end >= now - memory) {
                slices.addLast(slice);
            }
            flowedUntil = end;
        }
        while (!slices.isEmpty() && slices.peekFirst().end < now - memory) {
            slices.removeFirst();
        }
    }

    /** Sends one request now. */
    Served serve(Request request, long now) {
        flow(now);
        load.until(now, seen);
        Slice slice = new Slice(now);
        Split split = inForce.orElse(Split.canary(100));
        boolean sticks = split.stickyCookie().filter(request::carries).isPresent();
        Role role = route(split, matches(request), sticks);
        boolean failed = answer(backend(role, now), slice);
        boolean mirrored = role == Role.PRIMARY && mirror(split, backend(Role.CANARY, now), slice);
        slices.addLast(slice);
        count(role, 1, failed ? 1 : 0, now);
        boolean told = role == Role.CANARY && split.canaryPercent() > 0 && !sticks;
        return new Served(
                role, workload.running(role), failed, mirrored, told ? split.stickyCookie() : Optional.empty());
    }

    Tally tally(Role role, long from) {
        long total = 0;
        long failed = 0;
        long answered = 0;
        int[] durations = new int[Durations.BUCKETS];
        Iterator<Slice> newestFirst = slices.descendingIterator();
        while (newestFirst.hasNext()) {
            Slice slice = newestFirst.next();
            if (slice.end <= from) {
                break;
            }
            total += slice.total(role);
            failed += slice.failed(role);
            answered += slice.addDurations(role, durations);
        }
        return new Tally(
                total,
                failed,
                answered == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Durations.quantile(durations, answered, 0.99)));
    }

    long served(Role role) {
        return served[role.ordinal()];
    }

    long seen(Role role) {
        return seen[role.ordinal()];
    }

    Ledger ledger() {
        return ledger;
    }

    private void send(Stream stream, int count, Slice slice, long at) {
        if (count == 0) {
            return;
        }
        Backend canary = backend(Role.CANARY, at);
        if (stream.direct) {
            for (int i = 0; i < count && workload.running(Role.CANARY).isPresent(); i++) {
                answer(canary, slice);
            }
            return;
        }
        Backend primary = backend(Role.PRIMARY, at);
        Split split = inForce.orElse(Split.canary(100));
        boolean matched = matches(stream.request);
        String cookie = split.stickyCookie().orElse("");
        long toCanary = 0;
        long failedCanary = 0;
        long failedPrimary = 0;
        for (int i = 0; i < count; i++) {
            int client = cookie.isEmpty() ? 0 : stream.client(random);
            Role role = route(split, matched, !cookie.isEmpty() && stream.carries(client, cookie));
            if (role == Role.CANARY) {
                toCanary++;
                stream.keep(client, cookie);
                failedCanary += answer(canary, slice) ? 1 : 0;
            } else {
                failedPrimary += answer(primary, slice) ? 1 : 0;
                mirror(split, canary, slice);
            }
        }
        count(Role.CANARY, toCanary, failedCanary, at);
        count(Role.PRIMARY, count - toCanary, failedPrimary, at);
    }

    private Role route(Split split, boolean matched, boolean sticks) {
        if (split.canaryPercent() == 0 || (split.matchedOnly() && !matched)) {
            return Role.PRIMARY;
        }
        boolean chosen = sticks || split.canaryPercent() == 100 || random.share() * 100 < split.canaryPercent();
        return chosen ? Role.CANARY : Role.PRIMARY;
    }

    private boolean mirror(Split split, Backend canary, Slice slice) {
        boolean copied = split.mirrorPercent() > 0
                && (split.mirrorPercent() == 100 || random.share() * 100 < split.mirrorPercent());
        if (copied) {
            answer(canary, slice);
        }
        return copied;
    }

    /**
     * A version as requests meet it at one time.
     *
     * @param odds one for all replicas, or one for each; none without a replica
     */
    private record Backend(Role role, Odds[] odds) {}

    private Backend backend(Role role, long at) {
        Arm arm = workload.arm(role);
        int available = arm.available(at);
        return new Backend(role, available == 0 ? new Odds[0] : arm.odds(at, load.perSecond(role), available, seed));
    }

    /** Lets a version answer one request and says whether it failed. */
    private boolean answer(Backend backend, Slice slice) {
        seen[backend.role.ordinal()]++;
        int replicas = backend.odds.length;
        if (replicas == 0) {
            slice.fail(backend.role);
            return true;
        }
        Odds odds = backend.odds[replicas == 1 ? 0 : (int) (random.share() * replicas)];
        boolean bad = odds.fails(random);
        slice.answer(backend.role, bad, odds.draw(random));
        return bad;
    }

    private boolean matches(Request request) {
        List<HttpMatch> conditions = canary.spec().analysis().match();
        return conditions.stream().anyMatch(request::matches);
    }

    private void count(Role role, long requests, long failed, long at) {
        if (requests > 0) {
            served[role.ordinal()] += requests;
            String revision = workload.running(role).map(Revision::id).orElse("(nobody)");
            ledger.count(revision, requests, failed, at);
        }
    }
}
