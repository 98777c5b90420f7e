package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.status.Displaced;
import app.flagger.api.status.ForeignRoute;
import app.flagger.api.status.Phase;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What comes before everything else: traffic is only where replicas are, and a person's hand on the route is respected. */
final class SafetyRows {
    private static final Set<Phase> CARRYING = carrying();
    private static final int INTERVALS = 10;

    private SafetyRows() {}

    private static Set<Phase> carrying() {
        EnumSet<Phase> phases = EnumSet.copyOf(Row.RUNNING);
        phases.add(Phase.FAILED);
        phases.add(Phase.TERMINATING);
        return phases;
    }

    static List<Row> rows() {
        return List.of(
                Row.of(
                        "traffic-moved-away",
                        CARRYING,
                        Row.SAME,
                        "one version has no available replica and the other has",
                        SafetyRows::moveAway,
                        Action.Kind.ROUTE),
                Row.of(
                        "traffic-returned",
                        CARRYING,
                        Row.SAME,
                        "the version that had no replica has one again",
                        SafetyRows::comeBack,
                        Action.Kind.ROUTE),
                Row.of(
                        "drained-in-promotion",
                        Row.PROMOTION,
                        Row.SAME,
                        "the target could not be held and runs another revision than the analysed one",
                        SafetyRows::drainInPromotion,
                        Action.Kind.ROUTE),
                Row.of(
                        "route-lowered",
                        Row.ANALYSING,
                        Row.SAME,
                        "somebody else lowered the live route",
                        SafetyRows::noticeForeignRoute));
    }

    private static Optional<Displaced> displaced(Facts facts) {
        if (!facts.shifts() || facts.route().isEmpty()) {
            return Optional.empty();
        }
        Split saved = facts.routing().saved();
        boolean canary = facts.canaryReplicas().any();
        boolean primary = facts.primaryReplicas().any();
        if (saved.exposes() && !canary && primary) {
            return Optional.of(new Displaced(true));
        }
        boolean primaryUsed = saved.canaryPercent() < 100
                || saved.matchedOnly()
                || facts.status().foreignRoute().isPresent();
        boolean canaryInUse = switch (facts.phase()) {
            case TERMINATING -> true;
            case FAILED -> facts.run().isPresent() && saved.exposes();
            default -> facts.run().isPresent();
        };
        if (primaryUsed && !primary && canary && canaryInUse && facts.canaryIsUp()) {
            return Optional.of(new Displaced(false));
        }
        return Optional.empty();
    }

    private static Optional<Decision> moveAway(Facts facts) {
        Optional<Displaced> wanted = displaced(facts);
        if (wanted.isEmpty() || wanted.equals(facts.status().displaced())) {
            return Optional.empty();
        }
        Reason reason = wanted.get().canary()
                ? Readiness.canaryReason(facts, "traffic-moved-away")
                : Readiness.primaryReason(facts, "traffic-moved-away");
        return new Change(facts)
                .displace(wanted)
                .event("traffic-moved-away", Severity.ERROR, reason)
                .alert("traffic-moved-away", Severity.ERROR, reason)
                .because(reason)
                .note("traffic-moved-away");
    }

    private static Optional<Decision> comeBack(Facts facts) {
        if (facts.status().displaced().isEmpty() || displaced(facts).isPresent()) {
            return Optional.empty();
        }
        boolean canary = facts.status().displaced().get().canary();
        boolean nobodyHome =
                !facts.canaryReplicas().any() && !facts.primaryReplicas().any();
        if (nobodyHome) {
            return Optional.empty();
        }
        Reason reason = Reason.of("traffic-returned").with("version", canary ? "canary" : "primary");
        return new Change(facts)
                .displace(Optional.empty())
                .event("traffic-returned", reason)
                .because(reason)
                .note("traffic-returned");
    }

    private static Optional<Decision> drainInPromotion(Facts facts) {
        boolean other = facts.workload().canary().isPresent()
                && facts.run().isPresent()
                && !facts.workload().canary().get().equals(facts.currentRun().revision());
        boolean failing = facts.status().ending().isPresent();
        if (!other
                || failing
                || facts.status().canaryWeight() == 0
                || !facts.primaryReplicas().any()) {
            return Optional.empty();
        }
        Reason reason = Reason.of("drained-in-promotion")
                .with("revision", facts.workload().canary().get().id());
        return new Change(facts)
                .split(Split.allToPrimary())
                .event("drained-in-promotion", Severity.WARN, reason)
                .because(reason)
                .note("drained-in-promotion");
    }

    private static Optional<Decision> noticeForeignRoute(Facts facts) {
        if (facts.route().isEmpty() || facts.status().ending().isPresent()) {
            return Optional.empty();
        }
        RouteState route = facts.route().get();
        Optional<ForeignRoute> known = facts.status().foreignRoute();
        boolean lowered = lowered(route.live(), facts.routing().wanted())
                && facts.routing().stampedBySomebodyElse();
        boolean nobodyHome = facts.status().displaced().isPresent()
                || !facts.primaryReplicas().any();
        if (!lowered || known.isPresent() || nobodyHome || unwritten(facts)) {
            return Optional.empty();
        }
        String writer = route.writtenBy().orElse("somebody else");
        ForeignRoute found = new ForeignRoute(writer, route.live().canaryPercent(), 0);
        Reason reason = Reason.of("route-lowered")
                .with("writer", writer)
                .with("weight", found.weight())
                .with("wanted", facts.status().canaryWeight());
        return new Change(facts)
                .status(next -> next.foreignRoute(found).lastCheckAt(facts.now()))
                .event("route-lowered", Severity.WARN, reason)
                .alert("route-lowered", Severity.WARN, reason)
                .because(reason)
                .note("route-lowered");
    }

    /** Whether our own order need not have reached the route yet, so that what stands there may be older. */
    private static boolean unwritten(Facts facts) {
        return facts.situation().routeInDoubt() || facts.timing().orderedNow();
    }

    private static boolean lowered(Split live, Split wanted) {
        return live.matchedOnly() == wanted.matchedOnly() && live.canaryPercent() < wanted.canaryPercent()
                || live.canaryPercent() == 0 && wanted.canaryPercent() > 0;
    }

    /** Holds while the route is left where a person put it. */
    static Optional<Decision> holdForForeignRoute(Facts facts) {
        if (!Orders.leftToSomebodyElse(facts)) {
            return Optional.empty();
        }
        ForeignRoute foreign = facts.status().foreignRoute().orElseThrow();
        Reason reason = Reason.of("route-held-by-somebody-else")
                .with("writer", foreign.writer())
                .with("weight", foreign.weight())
                .with("intervals", foreign.intervals());
        if (!facts.timing().due() || facts.situation().advanced()) {
            return Wait.untilDue(facts, reason);
        }
        if (foreign.intervals() + 1 >= INTERVALS) {
            return Runs.rollBack(facts, new Change(facts), "rollback-route-held", Severity.ERROR, reason);
        }
        ForeignRoute longer = new ForeignRoute(foreign.writer(), foreign.weight(), foreign.intervals() + 1);
        return new Change(facts)
                .status(next -> next.foreignRoute(longer).lastCheckAt(facts.now()))
                .because(reason)
                .advance("route-held-by-somebody-else");
    }
}
