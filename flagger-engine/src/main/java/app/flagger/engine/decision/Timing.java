package app.flagger.engine.decision;

import app.flagger.api.plug.RouteState;
import app.flagger.api.status.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is due once an interval, and when. Time is measured by the clock that never jumps where this engine has seen it pass, and
 * by the wall clock else; a wall clock that went back stops nothing.
 */
final class Timing {
    /** How often a data plane that follows slowly is looked at. */
    private static final int LOOKS_PER_INTERVAL = 10;

    private static final Duration LONG_AGO = Duration.ofDays(36_500);

    private final Facts facts;

    Timing(Facts facts) {
        this.facts = facts;
    }

    /** Whether something that happens once an interval may happen now. */
    boolean due() {
        return untilDue().isZero();
    }

    /** How long until it may. */
    Duration untilDue() {
        return facts.status()
                .lastCheckAt()
                .map(at -> facts.sinceCheck().orElse(byWallClock(at)))
                .map(this::rest)
                .orElse(Duration.ZERO);
    }

    /** Whether a check is due. */
    boolean checkDue() {
        return untilCheck().isZero();
    }

    /**
     * How long until a check is due: an interval after the last one, and after its split came into force; before the first step
     * there is nothing to have been in force.
     */
    Duration untilCheck() {
        if (!facts.currentRun().exposed()) {
            return untilDue();
        }
        Duration rest = inForceFor().map(this::rest).orElse(interval());
        return rest.compareTo(untilDue()) > 0 ? rest : untilDue();
    }

    /** Whether a data plane that cannot be seen has had its time. */
    boolean settled() {
        boolean followed = facts.run().isPresent() && Notes.routeFollowed(facts.status());
        return inForceFor().map(span -> !span.isNegative()).orElse(!followed);
    }

    /** How long until somebody should look again: an interval, unless the route is written and the data plane does not follow yet. */
    Duration untilNextLook() {
        boolean follows = facts.route().isEmpty()
                || !Notes.routeFollowed(facts.status())
                || !facts.routing().written()
                || facts.routing().programmed();
        if (follows) {
            return interval();
        }
        Duration settling = inForceFor()
                .filter(Duration::isNegative)
                .map(Duration::negated)
                .orElse(interval().dividedBy(LOOKS_PER_INTERVAL));
        return settling.compareTo(interval()) < 0 ? settling : interval();
    }

    /** Whether the split was ordered in this very tick, by this engine: it need not have reached the route yet. */
    boolean orderedNow() {
        return savedHere().filter(at -> at.equals(facts.now())).isPresent()
                && facts.sinceHere().isPresent();
    }

    /** How long requests have been shared out as the status orders, as far as can be told; negative while that settles. */
    private Optional<Duration> inForceFor() {
        Optional<Instant> here = facts.run().flatMap(RunStatus::here);
        Optional<Duration> steady = facts.sinceHere().filter(span -> here.equals(savedHere()));
        return here.map(at -> steady.orElse(byWallClock(at)).minus(settles()));
    }

    /** Since when the split was in force, as it was saved. */
    Optional<Instant> savedHere() {
        return facts.situation().status().run().flatMap(RunStatus::here);
    }

    private Duration settles() {
        boolean unseen = facts.route()
                .filter(route -> route.data() == RouteState.Propagation.UNKNOWN)
                .isPresent();
        return unseen ? facts.situation().observation().router().settles() : Duration.ZERO;
    }

    private Duration byWallClock(Instant at) {
        Duration since = Duration.between(at, facts.now());
        return since.isNegative() ? LONG_AGO : since;
    }

    private Duration rest(Duration passed) {
        Duration rest = interval().minus(passed);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    private Duration interval() {
        return facts.analysis().effectiveInterval();
    }
}
