package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Split;
import app.flagger.api.status.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Target and route are given back: the primary serves until the target is up again as its owner wrote it. */
final class DeletionRows {
    private static final Set<Phase> TERMINATING = Row.phases(Phase.TERMINATING);

    private DeletionRows() {}

    static Row begin() {
        return Row.of(
                "terminate",
                Row.DRIVEN,
                TERMINATING,
                "target and route are to be given back",
                DeletionRows::terminate,
                Action.Kind.ROUTE,
                Action.Kind.HOLD);
    }

    static List<Row> rows() {
        return List.of(
                Row.of(
                        "termination-orders",
                        TERMINATING,
                        Row.SAME,
                        "what was ordered is not done yet",
                        Transitions::orders,
                        Action.Kind.ROUTE,
                        Action.Kind.HOLD),
                Row.of(
                        "give-back",
                        TERMINATING,
                        Row.SAME,
                        "traffic is on the primary: the target comes up, then the route goes back",
                        DeletionRows::giveBack,
                        Action.Kind.GIVE_BACK_TARGET,
                        Action.Kind.GIVE_BACK_ROUTE),
                Row.of(
                        "terminated",
                        TERMINATING,
                        Row.phases(Phase.TERMINATED),
                        "target and route were given back",
                        DeletionRows::terminated),
                Row.of(
                        "stays-terminated",
                        Row.phases(Phase.TERMINATED),
                        Row.SAME,
                        "there is nothing left to do",
                        facts -> Wait.forChange(facts, Reason.of("terminated"))));
    }

    private static Optional<Decision> terminate(Facts facts) {
        if (!facts.situation().giveBack()) {
            return Optional.empty();
        }
        Reason reason = Reason.of("terminate").with("revision", facts.target());
        Change change = new Change(facts)
                .split(Split.allToPrimary())
                .status(next -> next.ending(Optional.empty()).restoring(Optional.empty()))
                .phase(Phase.TERMINATING)
                .event("terminating", reason)
                .because(reason);
        boolean other =
                facts.primary().isPresent() && !facts.primary().get().wanted().equals(facts.target());
        if (other) {
            change.alert("other-revision-takes-over", Severity.ERROR, reason);
        }
        return change.advance("terminate");
    }

    private static Optional<Decision> giveBack(Facts facts) {
        Actions actions = new Actions(facts);
        if (facts.shifts() && facts.route().isPresent() && !facts.routing().programmed()) {
            return Wait.forChange(facts, Reason.of("data-plane-pending"));
        }
        if (!facts.carriedOut(actions.giveBackTarget())) {
            return act("give-back", actions.giveBackTarget());
        }
        if (!facts.canaryReady()) {
            return Wait.forChange(facts, Readiness.canaryReason(facts, "give-back-waits-for-target"));
        }
        if (facts.shifts() && !facts.carriedOut(actions.giveBackRoute())) {
            return act("give-back", actions.giveBackRoute());
        }
        return Optional.empty();
    }

    private static Optional<Decision> terminated(Facts facts) {
        Reason reason = Reason.of("terminated");
        if (!facts.beganHere()) {
            return Wait.until(facts, Duration.ZERO, Reason.of("next-tick"));
        }
        return new Change(facts)
                .phase(Phase.TERMINATED)
                .event("terminated", reason)
                .because(reason)
                .advance("terminated");
    }

    private static Optional<Decision> act(String rule, Action action) {
        return Optional.of(Decision.act(rule, Optional.empty(), List.of(action), List.of(Reason.of(rule)), false));
    }
}
