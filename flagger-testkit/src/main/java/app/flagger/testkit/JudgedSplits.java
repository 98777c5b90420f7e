package app.flagger.testkit;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Promise 2: a check is made of a split that has been in force for an interval, by the clock that never jumps. */
final class JudgedSplits {
    /** A split counts from the beginning of its tick, unless that took longer. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final Duration LONGEST_TICK = Duration.ofMinutes(1);

    private final CanaryKey canary;
    private final SimulatedMesh mesh;
    private final VirtualClock clock;
    private boolean knowsOthers;

    JudgedSplits(CanaryKey canary, SimulatedMesh mesh, VirtualClock clock) {
        this.canary = canary;
        this.mesh = mesh;
        this.clock = clock;
    }

    /** Another engine took over. */
    void engineStarted() {
        knowsOthers = false;
    }

    /** The engine writes a split: it knows of another one before. */
    void writes() {
        knowsOthers = true;
    }

    /** The engine was told this of the route. */
    void told(RouteState state) {
        boolean inForce = state.data() != RouteState.Propagation.PENDING
                && mesh.written(canary).equals(Optional.of(state.live()));
        knowsOthers |= !inForce;
    }

    /**
     * A check that was not known before was saved.
     *
     * @param at its time by the clock on the wall
     * @return for how long its split had been in force, if that is less than the interval
     */
    Optional<Duration> tooEarly(Instant at, Duration interval) {
        if (mesh.inForce(canary).filter(Split::exposes).isEmpty()) {
            return Optional.empty();
        }
        long judged = clock.nanos() - ago(at).toNanos();
        long since = mesh.inForceSince(canary).orElse(judged);
        Duration here = Duration.ofNanos(judged - since);
        // An engine that did not see the split come into force counts from the beginning of the tick that ordered it.
        boolean early = knowsOthers && !here.isNegative() && here.plus(TICK).compareTo(interval) < 0;
        return early ? Optional.of(here) : Optional.empty();
    }

    /** How long ago that was, unless the clock on the wall was set since then. */
    private Duration ago(Instant at) {
        Duration ago = Duration.between(at, clock.now());
        return ago.isNegative() || ago.compareTo(LONGEST_TICK) > 0 ? Duration.ZERO : ago;
    }
}
