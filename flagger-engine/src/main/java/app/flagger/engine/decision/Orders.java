package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Ending;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the saved status orders, and what of it the world does not show yet. Each tick completes this first. The sequence is:
 * a primary, a route, traffic, hold, pin and scale up, promote, and last, once nothing is routed to it any more, scale down.
 */
final class Orders {
    private Orders() {}

    /** What is to be done now; some orders wait until others are seen to be done. */
    static List<Action> missing(Facts facts) {
        List<Action> missing = new ArrayList<>();
        if (facts.primary().isPresent() && facts.phase() != Phase.NONE) {
            collect(facts, facts.primary().get(), new Actions(facts), missing);
        }
        missing.removeIf(facts::carriedOut);
        return missing;
    }

    private static void collect(Facts facts, PrimaryStatus primary, Actions actions, List<Action> missing) {
        if (facts.workload().primary().isEmpty()) {
            makePrimary(facts, primary, actions, missing);
            return;
        }
        if (primaryServes(facts)) {
            route(facts, actions, missing);
        }
        hold(facts, actions, missing);
        scaleUp(facts, actions, missing);
        promote(facts, primary, actions, missing);
        if (primaryServes(facts)) {
            scaleDown(facts, actions, missing);
        }
    }

    /** Until there was a good primary the target goes on serving, and its route is not touched. */
    private static boolean primaryServes(Facts facts) {
        return facts.phase() == Phase.INITIALIZING
                ? facts.primaryReady()
                : facts.primary().flatMap(PrimaryStatus::lastGood).isPresent();
    }

    private static void makePrimary(Facts facts, PrimaryStatus primary, Actions actions, List<Action> missing) {
        Revision from = primary.lastGood().orElse(primary.wanted());
        if (primary.lastGood().isEmpty()) {
            missing.add(actions.pin(from));
        }
        missing.add(actions.preparePrimary(from));
    }

    private static void route(Facts facts, Actions actions, List<Action> missing) {
        if (!facts.shifts()) {
            return;
        }
        if (facts.route().isEmpty()) {
            if (!mayBeGivenBack(facts)) {
                missing.add(actions.prepareRoute());
            }
            return;
        }
        Split live = facts.route().get().live();
        boolean somebodyHome =
                facts.primaryReplicas().any() || facts.canaryReplicas().any();
        boolean adopted = facts.phase() == Phase.INITIALIZING && facts.routing().stampedBySomebodyElse();
        boolean differs = adopted || !facts.routing().written();
        if (differs && somebodyHome && !leadsNowhere(facts, live) && !leftToSomebodyElse(facts)) {
            missing.add(actions.route(facts.routing().wanted()));
        }
    }

    /** Whether a route that is not there was given back, and is not made again. */
    static boolean mayBeGivenBack(Facts facts) {
        return facts.phase() == Phase.TERMINATING || facts.phase() == Phase.TERMINATED;
    }

    /** Whether the order would take traffic away from the canary, where it is answered, to a primary that has no replica. */
    private static boolean leadsNowhere(Facts facts, Split live) {
        return live.canaryPercent() > facts.routing().wanted().canaryPercent()
                && !facts.primaryReplicas().any()
                && facts.canaryReplicas().any();
    }

    /** A route that a person lowered stays where it is until somebody resumes, unless nobody is home there. */
    static boolean leftToSomebodyElse(Facts facts) {
        boolean held = facts.status()
                .foreignRoute()
                .filter(foreign -> foreign.intervals() >= 0)
                .isPresent();
        return held
                && facts.status().displaced().isEmpty()
                && facts.primaryReplicas().any()
                && facts.route()
                        .filter(route -> route.live().canaryPercent()
                                <= facts.routing().saved().canaryPercent())
                        .isPresent();
    }

    private static void hold(Facts facts, Actions actions, List<Action> missing) {
        if (facts.workloadCan(WorkloadAbility.HOLD) && facts.workload().held() != shallBeHeld(facts)) {
            missing.add(actions.hold(shallBeHeld(facts)));
        }
    }

    /** From the promotion until the canary holds no traffic and is gone. */
    static boolean shallBeHeld(Facts facts) {
        CanaryStatus status = facts.status();
        boolean skipping = status.phase().analysing() && promotes(facts);
        boolean serving = status.phase() == Phase.FAILED
                && (status.canaryWeight() > 0 || status.restoring().isPresent() || facts.primaryIsBad());
        return status.phase().promoting() || skipping || serving;
    }

    /** Whether this run has ordered the primary to run its revision. */
    static boolean promotes(Facts facts) {
        return facts.primary().isPresent()
                && facts.run().isPresent()
                && facts.currentRun().revision().equals(facts.primary().get().wanted())
                && facts.primary()
                        .get()
                        .run()
                        .equals(Optional.of(facts.currentRun().id()));
    }

    private static void scaleUp(Facts facts, Actions actions, List<Action> missing) {
        if (facts.run().isEmpty() || !shallBeUp(facts)) {
            return;
        }
        RunStatus run = facts.run().get();
        if (!run.pinned()) {
            missing.add(actions.pin(run.revision()));
        }
        boolean runs = facts.workload().canary().equals(Optional.of(run.revision()));
        boolean held = facts.workload().held();
        if (facts.workloadCan(WorkloadAbility.SCALE) && (!facts.canaryIsUp() || (!runs && !held))) {
            missing.add(actions.scaleCanary(true, run.revision()));
        }
    }

    static boolean shallBeUp(Facts facts) {
        CanaryStatus status = facts.status();
        boolean failedPromotion = status.ending()
                .filter(ending -> ending.kind() == Ending.Kind.FAILED_PROMOTION)
                .isPresent();
        boolean ended = status.ending().isPresent() && !failedPromotion;
        return switch (status.phase()) {
            case PROGRESSING, WAITING_PROMOTION ->
                !ended && facts.currentRun().result().isEmpty();
            case PROMOTING -> !ended || status.canaryWeight() > 0;
            case FINALISING -> failedPromotion || ended && status.canaryWeight() > 0;
            case FAILED -> status.canaryWeight() > 0;
            default -> false;
        };
    }

    private static void promote(Facts facts, PrimaryStatus primary, Actions actions, List<Action> missing) {
        boolean routed = !primaryServes(facts) || facts.routing().routed();
        if (facts.primaryRunsWhatItShall() || !routed || !primaryMayBeUpdated(facts)) {
            return;
        }
        if (primary.lastGood().isEmpty()) {
            missing.add(actions.pin(primary.wanted()));
        }
        missing.add(actions.promote(primary.wanted()));
    }

    /** Where an update may take away replicas, not while requests are routed to them. */
    private static boolean primaryMayBeUpdated(Facts facts) {
        if (facts.phase() == Phase.TERMINATING) {
            return false;
        }
        boolean away = facts.route()
                .filter(route ->
                        route.live().canaryPercent() == 100 && !route.live().matchedOnly())
                .isPresent();
        return !facts.promotionNeedsTheCanary()
                || !primaryServes(facts)
                || away
                || !facts.primaryReplicas().any();
    }

    private static void scaleDown(Facts facts, Actions actions, List<Action> missing) {
        boolean unused = !facts.shifts()
                || (facts.routing().routed()
                        && !facts.route().orElseThrow().live().exposes());
        if (shallBeDown(facts) && facts.canaryIsUp() && unused && facts.workloadCan(WorkloadAbility.SCALE)) {
            Revision revision = facts.run().map(RunStatus::revision).orElse(facts.target());
            missing.add(actions.scaleCanary(false, revision));
        }
    }

    /** Only where a phase orders it: what people do to an idle target is their business. */
    static boolean shallBeDown(Facts facts) {
        CanaryStatus status = facts.status();
        boolean ended = status.ending()
                .filter(ending -> ending.kind() != Ending.Kind.FAILED_PROMOTION)
                .isPresent();
        boolean clear = !facts.routing().saved().exposes();
        return switch (status.phase()) {
            case INITIALIZING -> facts.primaryReady();
            case PROGRESSING, WAITING_PROMOTION ->
                clear && (ended || facts.currentRun().result().isPresent());
            case PROMOTING -> clear && ended;
            case FINALISING -> clear && (ended || finishes(facts));
            case FAILED -> clear && (status.restoring().isPresent() || left(facts));
            case INITIALIZED, SUCCEEDED, WAITING -> left(facts);
            default -> false;
        };
    }

    /** Whether the canary may be up because an order to scale it up came after the one to scale it down. */
    private static boolean left(Facts facts) {
        return facts.situation().canaryInDoubt() && !facts.primaryIsBad();
    }

    /** The canary stays up for one tick after traffic has left it. */
    private static boolean finishes(Facts facts) {
        return facts.status().ending().isEmpty() && facts.primaryReady() && facts.beganHere();
    }

    /** What the world does not show yet of what is ordered, or nothing if it shows all of it. */
    static Optional<Reason> pending(Facts facts) {
        if (facts.workload().primary().isEmpty()) {
            return Optional.of(Reason.of("no-primary"));
        }
        if (primaryServes(facts) && !facts.routing().routed() && !leftToSomebodyElse(facts)) {
            return Optional.of(Reason.of(facts.routing().written() ? "data-plane-pending" : "route-not-written"));
        }
        if (!facts.primaryRunsWhatItShall()) {
            return Optional.of(Reason.of("primary-not-ordered"));
        }
        if (shallBeDown(facts) && facts.canaryIsUp() && facts.workloadCan(WorkloadAbility.SCALE)) {
            return Optional.of(Reason.of("canary-scales-down"));
        }
        return Optional.empty();
    }
}
