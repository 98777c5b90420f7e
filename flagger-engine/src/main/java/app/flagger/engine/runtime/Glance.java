package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.WorkloadState;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.Observation;
import app.flagger.engine.decision.Situation;
import app.flagger.engine.record.RecordedTick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The tick of a canary to which nothing happens. It observes as every tick does, through calls that are made again and again; if
 * the world and all else that the last decision rests on are as they were, that decision is the one of this tick too: deciding is
 * pure, and a decision that did not read the clock is the same at any time. If anything differs, a whole tick goes on from what
 * was seen. Confined to the mailbox.
 */
final class Glance {
    /** What comes of a glance; both run in the mailbox. */
    interface End {
        /** Nothing has changed: the last decision holds. */
        void same();

        /** Something has changed, or could not be seen. */
        void different(CompletableFuture<Observation> seen);
    }

    private final Core core;
    private final CanaryMemory memory;
    private final Managed managed;
    private final Optional<String> halted;
    private final Situation situation;
    private final Decision decision;
    private final Duration wait;
    private final End end;
    private final Bulkhead workloadPlaces;
    private final Bulkhead routerPlaces;
    private RepeatedCall<WorkloadState> workload;
    private RepeatedCall<RouteState> route;

    private Glance(Core core, CanaryMemory memory, RecordedTick.Step step, Duration wait, End end) {
        this.core = core;
        this.memory = memory;
        this.managed = memory.managed();
        this.halted = memory.halted();
        this.situation = step.situation();
        this.decision = step.decision();
        this.wait = wait;
        this.end = end;
        this.workloadPlaces = core.calls().hold(managed.workload());
        this.routerPlaces = core.calls().hold(managed.router());
        this.workload = observing();
        this.route = reading();
    }

    /** After a tick that did nothing but look and wait, if the next one may be a glance. */
    static @Nullable Glance after(Core core, CanaryMemory memory, List<RecordedTick.Step> steps, End end) {
        if (steps.size() != 1) {
            return null;
        }
        RecordedTick.Step step = steps.get(0);
        Situation situation = step.situation();
        boolean idle = step.decision().kind() == Decision.Kind.WAIT
                && step.decision().timeless()
                && situation.status().phase().settled()
                && situation.status().outbox().isEmpty()
                && situation.commands().isEmpty()
                && !situation.giveBack()
                && !situation.routeInDoubt()
                && !situation.canaryInDoubt()
                && situation.canary().equals(memory.managed().canary())
                && situation.halted().equals(memory.halted());
        Optional<Duration> wait = step.decision().dueIn();
        return idle && wait.isPresent() ? new Glance(core, memory, step, wait.get(), end) : null;
    }

    /** Whether all that the last decision rests on is as it was, but for the world, which must be looked at. */
    boolean holds() {
        return memory.managed() == managed
                && memory.halted() == halted
                && !memory.givingBack()
                && !memory.route().isThere()
                && !memory.canaryInDoubt()
                && memory.commands().isEmpty()
                && memory.teller().isIdle()
                && known();
    }

    /** Whether the status is known to be the same, and this engine may drive the canary without asking again. */
    boolean known() {
        return memory.keeper().loaded()
                && memory.keeper().status() == situation.status()
                && !memory.grants().toProlong();
    }

    /** When the last decision wants to be asked again. */
    Duration dueIn() {
        return wait;
    }

    Decision decision() {
        return decision;
    }

    /** What is decided on in this tick: all is the same but the time, and names that were never used. */
    Situation at(Instant now, long nanos) {
        return situation.toBuilder()
                .now(now)
                .sinceCheck(memory.sinceCheck(situation.status(), nanos))
                .sinceHere(memory.sinceHere(situation.status(), nanos))
                .newRunId(core.ids().run())
                .newCookie(core.ids().cookie())
                .build();
    }

    /** Looks at the world. */
    void look() {
        if (!workload.ready()) {
            workload = observing();
        }
        workload.make(workloadPlaces);
    }

    /** Lets go of the plugs; no glance is under way. */
    void close() {
        core.calls().letGo(workloadPlaces);
        core.calls().letGo(routerPlaces);
    }

    private RepeatedCall<WorkloadState> observing() {
        return memory.lane()
                .repeated(
                        managed.workload(),
                        "Workload.observe",
                        managed.workload()::observe,
                        core.alarms(),
                        this::observed);
    }

    private RepeatedCall<RouteState> reading() {
        return memory.lane()
                .repeated(
                        managed.router(),
                        "TrafficRouter.read",
                        call -> managed.router().read(managed.canary(), call),
                        core.alarms(),
                        this::compare);
    }

    private void observed() {
        PlugFailure failure = workload.failure();
        if (failure != null) {
            end.different(CompletableFuture.failedFuture(failure));
        } else if (managed.shifts()) {
            if (!route.ready()) {
                route = reading();
            }
            route.make(routerPlaces);
        } else {
            compare();
        }
    }

    private void compare() {
        WorkloadState seen = workload.got();
        RouteState live = managed.shifts() ? route.got() : null;
        PlugFailure failure = managed.shifts() ? route.failure() : null;
        if (seen == null || failure != null && failure.kind() != PlugException.Kind.GONE) {
            end.different(CompletableFuture.failedFuture(
                    failure == null ? new IllegalStateException("no observation") : failure));
        } else if (holds() && sameWorld(seen, live)) {
            end.same();
        } else {
            end.different(CompletableFuture.completedFuture(new Observation(
                    seen, Optional.ofNullable(live), managed.routerTraits(), managed.workloadTraits())));
        }
    }

    private boolean sameWorld(WorkloadState seen, @Nullable RouteState live) {
        Observation last = situation.observation();
        boolean sameRoute = live == null
                ? last.route().isEmpty()
                : last.route().isPresent() && same(live, last.route().get());
        return sameRoute && same(seen, last.workload());
    }

    /** Plugs that keep what they saw answer the same object as long as it is true. */
    private static boolean same(Object one, Object other) {
        return one == other || one.equals(other);
    }
}
