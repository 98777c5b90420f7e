package app.flagger.engine.decision;

import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Displaced;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How requests shall be shared out, and whether they are. */
final class Routing {
    private final Facts facts;
    private @Nullable Split saved;
    private @Nullable Boolean written;

    Routing(Facts facts) {
        this.facts = facts;
    }

    /** All and nothing every router can do, however coarse its weights are. */
    int roundedDown(int weight) {
        return weight == 100
                ? 100
                : weight - weight % facts.situation().observation().router().weightStep();
    }

    /** The split that the status orders, before availability is looked at. */
    Split saved() {
        Split known = saved;
        if (known == null) {
            known = split(weights(facts.status()), facts.status().sessionAffinityCookie());
            saved = known;
        }
        return known;
    }

    /** The split that a status orders, before anything is asked of router or availability. */
    static Split weights(CanaryStatus of) {
        return new Split(of.canaryWeight(), of.mirrorWeight(), of.matchedOnly(), Optional.empty());
    }

    private Split split(Split weights, Optional<String> cookie) {
        boolean sticky = weights.canaryPercent() > 0 && facts.routerCan(Ability.AFFINITY) && cookie.isPresent();
        int mirror =
                weights.mirrorPercent() > 0 && !facts.routerCan(Ability.MIRROR_SHARE) ? 100 : weights.mirrorPercent();
        return !sticky && mirror == weights.mirrorPercent()
                ? weights
                : new Split(weights.canaryPercent(), mirror, weights.matchedOnly(), sticky ? cookie : Optional.empty());
    }

    /** The split that shall be now: the saved one, away from a version that has no replica. */
    Split wanted() {
        return facts.status().displaced().isEmpty() ? saved() : wanted(facts.status());
    }

    /** The same of a status. */
    Split wanted(CanaryStatus of) {
        return wanted(weights(of), of.sessionAffinityCookie(), of.displaced());
    }

    /** The same of the parts of a status. */
    Split wanted(Split weights, Optional<String> cookie, Optional<Displaced> displaced) {
        if (displaced.isEmpty()) {
            return split(weights, cookie);
        }
        return displaced.get().canary() ? Split.allToPrimary() : Split.canary(100);
    }

    /** Whether the live route is as it shall be and the data plane follows it. */
    boolean routed() {
        return !facts.shifts() || written() && programmed();
    }

    /**
     * Whether the live route is as the status orders. One that bears the stamp of an earlier order of ours is not, even where it
     * says the same: it is what was read before a later write. Found once; notes change nothing of it.
     */
    boolean written() {
        Boolean known = written;
        if (known == null) {
            CanaryStatus by = facts.situation().status();
            known = facts.route().isPresent()
                    && sameSplit(facts.route().get().live(), wanted(by))
                    && !stampedBefore(facts.route().get(), by.splitStep());
            written = known;
        }
        return known;
    }

    private boolean stampedBefore(RouteState route, long step) {
        Optional<String> stamp = route.writtenBy();
        if (step == 0 || stamp.isEmpty() || !facts.routerCan(Ability.STAMP)) {
            return false;
        }
        OptionalLong stamped = stamp.get().startsWith(facts.ours()) ? Actions.step(stamp.get()) : OptionalLong.empty();
        return stamped.isPresent() && stamped.getAsLong() < step;
    }

    private boolean sameSplit(Split live, Split wanted) {
        return live.equals(wanted)
                || !facts.routerCan(Ability.AFFINITY)
                        && live.sticky(Optional.empty()).equals(wanted.sticky(Optional.empty()));
    }

    /** Whether the live route bears the stamp of somebody else's write. */
    boolean stampedBySomebodyElse() {
        return facts.routerCan(Ability.STAMP)
                && facts.route()
                        .flatMap(RouteState::writtenBy)
                        .filter(writer -> !writer.startsWith(facts.ours()))
                        .isPresent();
    }

    /** Whether the data plane follows the live route. */
    boolean programmed() {
        if (facts.route().isEmpty()) {
            return false;
        }
        return switch (facts.route().get().data()) {
            case PROGRAMMED -> true;
            case PENDING -> false;
            case UNKNOWN -> facts.timing().settled();
        };
    }
}
