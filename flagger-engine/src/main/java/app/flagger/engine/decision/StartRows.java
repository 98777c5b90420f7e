package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.Severity;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.Waiting;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From never seen to a run: initialisation, the rollout gate, and the start. */
final class StartRows {
    private static final Set<Phase> READY_TO_START =
            Row.phases(Phase.INITIALIZED, Phase.SUCCEEDED, Phase.FAILED, Phase.WAITING);

    private StartRows() {}

    /** Tried before the primary is made, which must not be ordered of a revision that can no longer be kept. */
    static Row follows() {
        return Row.of(
                "initialise-follows",
                Row.phases(Phase.INITIALIZING),
                Row.SAME,
                "the target changed before the primary was made of it",
                StartRows::initialiseFollows,
                Action.Kind.PIN,
                Action.Kind.PREPARE_PRIMARY);
    }

    static List<Row> initialisation() {
        Set<Phase> initializing = Row.phases(Phase.INITIALIZING);
        return List.of(
                Row.of(
                        "initialise",
                        Row.phases(Phase.NONE),
                        initializing,
                        "the canary was never seen before",
                        StartRows::initialise,
                        Action.Kind.PIN,
                        Action.Kind.PREPARE_PRIMARY),
                Row.of(
                        "initialised",
                        initializing,
                        Row.phases(Phase.INITIALIZED),
                        "the primary is ready, traffic is on it and the canary is scaled to zero",
                        StartRows::initialised),
                Row.of(
                        "initialisation-failed",
                        initializing,
                        Row.phases(Phase.FAILED),
                        "the primary does not get ready; the target goes on serving",
                        StartRows::initialisationFailed),
                Row.of(
                        "initialisation-waits",
                        initializing,
                        Row.SAME,
                        "the primary is not ready yet",
                        facts -> Wait.forChange(facts, Readiness.primaryReason(facts, "initialisation-waits"))),
                Row.of(
                        "reinitialise",
                        Row.phases(Phase.FAILED),
                        initializing,
                        "a new revision after a failed initialisation",
                        StartRows::reinitialise,
                        Action.Kind.PIN,
                        Action.Kind.PROMOTE));
    }

    static List<Row> gatesAndStart() {
        return List.of(
                Row.of(
                        "waiting-withdrawn",
                        Row.phases(Phase.WAITING),
                        Row.SETTLED,
                        "the target is back at the primary's revision",
                        StartRows::withdrawn),
                Row.of(
                        "waiting-follows",
                        Row.phases(Phase.WAITING),
                        Row.SAME,
                        "the target changed while it waits",
                        StartRows::waitingFollows),
                Row.of("idle", Row.SETTLED, Row.SAME, "nothing is new", StartRows::idle),
                Row.of(
                        "start-waits",
                        READY_TO_START,
                        Row.SAME,
                        "the primary is not ready, or the gate is not due",
                        StartRows::startWaits),
                Row.of(
                        "ask-rollout-gate",
                        READY_TO_START,
                        Row.SAME,
                        "the rollout gate must be asked",
                        facts -> gates(facts).ask()),
                Row.of(
                        "rollout-gate-closed",
                        READY_TO_START,
                        Row.phases(Phase.WAITING),
                        "the rollout gate is closed",
                        StartRows::gateClosed),
                Row.of(
                        "start",
                        READY_TO_START,
                        Row.phases(Phase.PROGRESSING),
                        "a new revision, and the rollout gate is open",
                        StartRows::start,
                        Action.Kind.PIN,
                        Action.Kind.SCALE_CANARY));
    }

    private static Optional<Decision> initialise(Facts facts) {
        Revision runs = facts.workload().primary().orElse(facts.target());
        return new Change(facts)
                .phase(Phase.INITIALIZING)
                .status(next ->
                        next.primary(PrimaryStatus.builder().wanted(runs).build()))
                .because(Reason.of("initialise").with("revision", runs))
                .advance("initialise");
    }

    private static Optional<Decision> initialiseFollows(Facts facts) {
        PrimaryStatus primary = facts.primary().orElseThrow();
        if (facts.workload().primary().isPresent() || primary.wanted().equals(facts.target())) {
            return Optional.empty();
        }
        return new Change(facts)
                .status(next ->
                        next.primary(primary.toBuilder().wanted(facts.target()).build()))
                .because(Reason.of("initialise-follows").with("revision", facts.target()))
                .note("initialise-follows");
    }

    private static Optional<Decision> initialised(Facts facts) {
        if (!facts.primaryReady() || Orders.pending(facts).isPresent() || !facts.beganHere()) {
            return Optional.empty();
        }
        PrimaryStatus primary = facts.primary().orElseThrow();
        Reason reason = Reason.of("initialised").with("revision", primary.wanted());
        return new Change(facts)
                .phase(Phase.INITIALIZED)
                .status(next -> next.primary(
                                primary.toBuilder().lastGood(primary.wanted()).build())
                        .lastAppliedSpec(primary.wanted().id())
                        .lastPromotedSpec(primary.wanted().id()))
                .event("initialised", reason)
                .alert("initialised", Severity.INFO, reason)
                .because(reason)
                .advance("initialised");
    }

    private static Optional<Decision> initialisationFailed(Facts facts) {
        if (!Readiness.primaryLost(facts) || !facts.beganHere()) {
            return Optional.empty();
        }
        Reason reason = Readiness.primaryReason(facts, "initialisation-failed");
        return new Change(facts)
                .phase(Phase.FAILED)
                .status(next -> next.lastAppliedSpec(facts.target().id()))
                .event("initialisation-failed", Severity.ERROR, reason)
                .alert("initialisation-failed", Severity.ERROR, reason)
                .because(reason)
                .advance("initialisation-failed");
    }

    private static Optional<Decision> reinitialise(Facts facts) {
        Optional<PrimaryStatus> primary = facts.primary();
        boolean never = primary.isPresent() && primary.get().lastGood().isEmpty();
        boolean news = never && !primary.get().wanted().equals(facts.target());
        if (!never || (!news && !facts.restarting()) || facts.situation().advanced()) {
            return Optional.empty();
        }
        Change change = new Change(facts)
                .phase(Phase.INITIALIZING)
                .status(next -> next.primary(
                                PrimaryStatus.builder().wanted(facts.target()).build())
                        .primaryNotReadySince(Optional.empty()))
                .because(Reason.of("reinitialise").with("revision", facts.target()));
        return Runs.done(facts, change, Command.Kind.RESTART).advance("reinitialise");
    }

    private static Optional<Decision> withdrawn(Facts facts) {
        boolean back = facts.primary().isPresent()
                && facts.primary().get().wanted().equals(facts.target())
                && !facts.restarting();
        if (!back || facts.situation().advanced()) {
            return Optional.empty();
        }
        Phase before = facts.status().waiting().map(Waiting::before).orElse(Phase.INITIALIZED);
        Reason reason = Reason.of("waiting-withdrawn").with("revision", facts.target());
        return new Change(facts)
                .phase(before)
                .status(next -> next.waiting(Optional.empty()))
                .event("waiting-withdrawn", reason)
                .because(reason)
                .advance("waiting-withdrawn");
    }

    private static Optional<Decision> waitingFollows(Facts facts) {
        Optional<Waiting> waiting = facts.status().waiting();
        boolean same = waiting.isPresent() && waiting.get().revision().equals(facts.target());
        if (same) {
            return Optional.empty();
        }
        Phase before = waiting.map(Waiting::before).orElse(Phase.INITIALIZED);
        Reason reason = Reason.of("waiting-follows").with("revision", facts.target());
        return new Change(facts)
                .status(next -> next.waiting(new Waiting(facts.target(), before)))
                .because(reason)
                .note("waiting-follows");
    }

    /** Whether a run of the target's revision may start: it is new, or somebody asked for it. */
    static boolean startable(Facts facts) {
        CanaryStatus status = facts.status();
        Revision target = facts.target();
        boolean running = status.primary().isPresent()
                && (status.primary().get().wanted().equals(target)
                        || status.primary().get().lastGood().equals(Optional.of(target)));
        boolean tried = status.lastAppliedSpec().equals(Optional.of(target.id()))
                || status.failedRevisions().contains(target);
        return facts.restarting() || (!running && !tried);
    }

    private static Optional<Decision> idle(Facts facts) {
        if (startable(facts)) {
            return Optional.empty();
        }
        return Wait.forChange(facts, Reason.of("idle"));
    }

    private static Optional<Decision> startWaits(Facts facts) {
        if (facts.situation().advanced()) {
            return Wait.forChange(facts, Reason.of("next-tick"));
        }
        if (facts.paused()) {
            return Wait.forChange(facts, Reason.of("paused"));
        }
        if (!facts.primaryReady() && !facts.skips(facts.target())) {
            return Wait.forChange(facts, Readiness.primaryReason(facts, "start-waits-for-primary"));
        }
        boolean polled = facts.phase() == Phase.WAITING && !facts.hasCommand(Command.Kind.PROMOTE);
        return polled && !facts.timing().due()
                ? Wait.untilDue(facts, Reason.of("waiting-for-rollout-gate"))
                : Optional.empty();
    }

    private static Hooks.Result gates(Facts facts) {
        List<Webhook> gates = facts.hasCommand(Command.Kind.PROMOTE)
                ? List.of()
                : facts.analysis().webhooks(HookType.CONFIRM_ROLLOUT);
        return Hooks.ask(facts, gates, HookType.CONFIRM_ROLLOUT, facts.phase().wireName(), Question.Order.UNTIL_NO);
    }

    private static Optional<Decision> gateClosed(Facts facts) {
        Hooks.Result gates = gates(facts);
        if (gates.stopped().isEmpty()) {
            return Optional.empty();
        }
        Webhook hook = gates.stopped().get();
        Reason reason =
                Reason.of("rollout-gate-closed").with("hook", hook.name()).with("detail", gates.detail());
        Change change =
                new Change(facts).status(next -> next.lastCheckAt(facts.now())).because(reason);
        if (facts.phase() != Phase.WAITING) {
            change.status(next -> next.waiting(new Waiting(facts.target(), facts.phase())))
                    .phase(Phase.WAITING)
                    .event("rollout-gate-closed", Severity.WARN, reason);
            if (!hook.muteAlert()) {
                change.alert("rollout-gate-closed", Severity.WARN, reason);
            }
        }
        return change.advance("rollout-gate-closed");
    }

    private static Optional<Decision> start(Facts facts) {
        Reason reason = Reason.of("start").with("revision", facts.target());
        Change change = Runs.begin(facts, facts.target());
        gates(facts)
                .passed()
                .forEach(gate -> change.event(
                        "hook-passed",
                        Reason.of("hook-passed")
                                .with("hook", gate.name())
                                .with("type", gate.type().wireName())));
        change.phase(Phase.PROGRESSING);
        Runs.done(facts, change, Command.Kind.RESTART);
        return change.event("started", reason)
                .alert("started", Severity.INFO, reason)
                .because(reason)
                .advance("start");
    }
}
