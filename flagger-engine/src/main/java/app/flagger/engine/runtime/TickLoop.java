package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.engine.decision.Action;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.Observation;
import app.flagger.engine.decision.Question;
import app.flagger.engine.decision.Situation;
import app.flagger.engine.decision.Transitions;
import app.flagger.engine.record.RecordedTick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One tick of one canary: observe, decide, then ask, or save and act, until the decision is to wait. A chain of stages in the
 * canary's mailbox; no thread waits for it.
 */
final class TickLoop {
    private static final String OWNERSHIP = "Ownership.acquire";
    private static final int MOST_ROUNDS = 32;
    private static final int MOST_CONFLICTS = 3;

    private final Core core;
    private final CanaryMemory memory;
    private final Lane lane;
    private Instant now;
    private long nanos;
    private final String newRun;
    private final String newCookie;
    private final List<RecordedTick.Step> steps = new ArrayList<>();
    private final List<String> carriedOut = new ArrayList<>();
    private final Map<String, PlugFailure> failed = new LinkedHashMap<>();
    private final Interruption interruption;
    private Questions questions;
    private Saving saving;
    private Phase startPhase = Phase.NONE;
    private String step = OWNERSHIP;
    private boolean advanced;
    private boolean wroteRoute;
    private int rounds;
    private int conflicts;
    private long routeSeen;
    private long canarySeen;
    private @Nullable CompletableFuture<Observation> seen;

    TickLoop(Core core, CanaryMemory memory, Instant now, long nanos) {
        this.core = core;
        this.memory = memory;
        this.lane = memory.lane();
        this.now = now;
        this.nanos = nanos;
        this.newRun = core.ids().run();
        this.newCookie = core.ids().cookie();
        this.interruption = new Interruption(memory);
        this.questions = new Questions(core, memory, interruption, now);
        this.saving = new Saving(memory, now, nanos);
    }

    /** What was seen and decided, in order. */
    List<RecordedTick.Step> steps() {
        return steps;
    }

    Instant now() {
        return now;
    }

    /** Whether something may have changed that this tick did not see. */
    boolean unseen() {
        return interruption.unseen();
    }

    /** Something may have changed; questions that rest on it are cut off if it has. */
    void woken() {
        interruption.woken();
    }

    /** Something has changed for certain. */
    void changed() {
        interruption.cut();
    }

    /** Goes on from what was seen when this tick began, instead of observing at first. */
    void goOnFrom(CompletableFuture<Observation> world) {
        seen = world;
    }

    /** Runs the tick. The stage never fails. */
    CompletableFuture<TickEnd> run() {
        CompletableFuture<TickEnd> tick =
                lane.then(new OwnershipOfTick(core, memory).acquire(), may -> may ? loaded() : standby());
        return lane.after(tick, (end, thrown) -> {
            if (end != null) {
                return CompletableFuture.completedFuture(end);
            }
            Throwable cause = PlugFailure.cause(thrown == null ? new IllegalStateException("no end") : thrown);
            PlugFailure failure = PlugFailure.thrown("the tick", this, cause);
            // A lease that is gone says nothing of target and route.
            boolean gone = failure.kind() == PlugException.Kind.GONE && !step.equals(OWNERSHIP);
            if (memory.givingBack() && gone) {
                return end(TickEnd.How.GONE);
            }
            return fail(failure);
        });
    }

    private CompletableFuture<TickEnd> standby() {
        step = "record commands";
        return lane.then(new StandbyCommands(core, memory).record(), recorded -> end(TickEnd.How.STANDBY));
    }

    private CompletableFuture<TickEnd> loaded() {
        step = "CanaryStore.load";
        boolean known = memory.keeper().loaded();
        return lane.then(memory.keeper().load(), status -> {
            if (!known) {
                memory.loaded(status);
            }
            startPhase = status.phase();
            memory.troubles().worked(step);
            step = "restore the former router";
            return lane.then(new FormerRouter(core.plugs(), memory).restore(), restored -> round());
        });
    }

    private CompletableFuture<TickEnd> round() {
        if (memory.closing()) {
            return end(TickEnd.How.CLOSED);
        }
        if (++rounds > MOST_ROUNDS) {
            return fail(broken("did not come to an end within " + MOST_ROUNDS + " rounds"));
        }
        step = "observe";
        return lane.then(observe(), world -> {
            memory.troubles().worked(step);
            memory.saw(world.workload());
            if (rounds == 1) {
                beginLate();
            }
            questions.observed(world);
            return decide(world);
        });
    }

    /** A tick that took long until it saw something is one of that time: what it sees need not have been so before. */
    private void beginLate() {
        if (memory.tookLong(nanos)) {
            now = lane.now();
            nanos = lane.nanos();
            questions = new Questions(core, memory, interruption, now);
            saving = new Saving(memory, now, nanos);
        }
    }

    private CompletableFuture<Observation> observe() {
        CompletableFuture<Observation> known = seen;
        seen = null;
        if (known != null) {
            return known;
        }
        interruption.observing();
        routeSeen = memory.route().raised();
        canarySeen = memory.canaryUp().raised();
        return Observer.observe(lane, memory.managed());
    }

    private CompletableFuture<TickEnd> decide(Observation world) {
        CanaryStatus status = memory.teller().without(memory.keeper().status());
        Situation situation = Situation.builder()
                .canary(memory.managed().canary())
                .status(status)
                .observation(world)
                .answers(questions.answers())
                .commands(memory.commands().unrecorded())
                .now(now)
                .sinceCheck(memory.sinceCheck(status, nanos))
                .sinceHere(memory.sinceHere(status, nanos))
                .startPhase(startPhase)
                .advanced(advanced)
                .carriedOut(carriedOut)
                .failed(failed.keySet())
                .routeInDoubt(memory.route().isThere())
                .canaryInDoubt(memory.canaryInDoubt())
                .mayAsk(questions.mayAsk())
                .newRunId(newRun)
                .newCookie(newCookie)
                .halted(memory.halted())
                .giveBack(memory.givingBack())
                .build();
        step = "decide";
        return lane.then(
                lane.read(
                        memory.managed().strategy(),
                        "Decider.decide",
                        call -> core.decider().decide(situation)),
                decision -> {
                    steps.add(new RecordedTick.Step(situation, decision));
                    return switch (decision.kind()) {
                        case WAIT -> content(decision);
                        case ASK -> ask(situation, decision);
                        case ACT -> save(world, decision);
                    };
                });
    }

    private CompletableFuture<TickEnd> content(Decision decision) {
        if (!failed.isEmpty()) {
            return failed(failed.values().iterator().next());
        }
        memory.route().settle(routeSeen);
        memory.canaryUp().settle(canarySeen);
        if (wroteRoute) {
            memory.seenInForce(nanos);
        }
        return CompletableFuture.completedFuture(TickEnd.waited(decision.dueIn()));
    }

    private CompletableFuture<TickEnd> ask(Situation situation, Decision decision) {
        List<Question> fresh = questions.fresh(decision);
        if (!situation.mayAsk() || fresh.isEmpty()) {
            return fail(broken(situation.mayAsk() ? "asks what was answered" : "asks although it must not"));
        }
        step = "ask";
        return lane.then(questions.ask(situation, fresh, decision.order()), quiet -> round());
    }

    private CompletableFuture<TickEnd> save(Observation world, Decision decision) {
        if (decision.next().isEmpty()) {
            advanced |= decision.advances();
            return act(world, decision);
        }
        step = "CanaryStore.save";
        return lane.then(saving.save(decision.next().get()), outcome -> switch (outcome) {
            case SAVED -> {
                advanced |= decision.advances();
                memory.troubles().worked(step);
                yield act(world, decision);
            }
            case LOST -> round();
            case OVERTAKEN -> end(TickEnd.How.DISCARDED);
        });
    }

    private CompletableFuture<TickEnd> act(Observation world, Decision decision) {
        CanaryStore store = core.plugs().store();
        return act(new Acting(lane, memory.managed(), store, world), decision, 0);
    }

    private CompletableFuture<TickEnd> act(Acting acting, Decision decision, int index) {
        if (index == decision.actions().size()) {
            return round();
        }
        Action action = decision.actions().get(index);
        step = action.kind().name();
        return lane.after(acting.carryOut(action), (done, failure) -> {
            if (failure == null) {
                carriedOut.add(action.operation());
                wroteRoute |= action.kind() == Action.Kind.ROUTE;
                memory.troubles().worked(step);
                return act(acting, decision, index + 1);
            }
            if (action.kind() == Action.Kind.ROUTE) {
                memory.route().raise();
            } else if (action.kind() == Action.Kind.REMOVE_ANNOTATION) {
                // If it hangs, only a look at the store lets the next save begin.
                memory.keeper().suspect();
            }
            if (PlugFailure.is(failure, PlugException.Kind.CONFLICT) && ++conflicts <= MOST_CONFLICTS) {
                return round();
            }
            if (Transitions.completes(decision)
                    && PlugFailure.cause(failure) instanceof PlugFailure why
                    && why.said()) {
                return goOn(action, why);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    /** What is ordered does not work, and it is known what the call did: people and deadlines are heard before it is tried again. */
    private CompletableFuture<TickEnd> goOn(Action action, PlugFailure failure) {
        failed.put(action.operation(), failure);
        tell(failure);
        return round();
    }

    private CompletableFuture<TickEnd> fail(PlugFailure failure) {
        tell(failure);
        return failed(failure);
    }

    private void tell(PlugFailure failure) {
        boolean decides = (step.equals("PIN") || step.equals("PROMOTE")) && failure.kind() == PlugException.Kind.GONE;
        if (!decides) {
            memory.troubles().failed(memory, step, failure);
        }
    }

    private CompletableFuture<TickEnd> failed(PlugFailure failure) {
        if (wroteRoute) {
            memory.route().raise();
        }
        return CompletableFuture.completedFuture(TickEnd.failed(failure));
    }

    private PlugFailure broken(String how) {
        Optional<String> rule = steps.isEmpty()
                ? Optional.empty()
                : Optional.of(steps.get(steps.size() - 1).decision().rule());
        return PlugFailure.of(PlugException.Kind.TRANSIENT, "the decision " + rule.orElse("") + " " + how);
    }

    private static CompletableFuture<TickEnd> end(TickEnd.How how) {
        return CompletableFuture.completedFuture(TickEnd.of(how));
    }
}
