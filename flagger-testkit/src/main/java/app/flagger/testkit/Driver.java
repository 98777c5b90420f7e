package app.flagger.testkit;

import app.flagger.api.CanaryKey;
import app.flagger.api.Revision;
import app.flagger.api.spec.Canary;
import app.flagger.engine.Event;
import app.flagger.engine.Rollout;
import app.flagger.engine.RunResult;
import app.flagger.engine.TickRecord;
import app.flagger.engine.runtime.Engine;
import app.flagger.engine.runtime.Seams;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The engine that drives the canary of a run, and those that take over once it is dead. */
final class Driver {
    private final Setup setup;
    private final VirtualClock clock;
    private final Plugs plugs;
    private final FaultInjector faults;
    private final Succession succession;
    private final Consumer<Event> events;
    private final Consumer<TickRecord> records;
    private int engines;
    private EngineProcess process;
    private Engine engine;
    private Rollout rollout;
    private boolean givingBack;
    private CompletableFuture<RunResult> given = new CompletableFuture<>();

    /**
     * The first engine starts at once.
     *
     * @param events hears what each engine publishes
     * @param records gets the record of each tick
     */
    Driver(
            Setup setup,
            VirtualClock clock,
            Plugs plugs,
            FaultInjector faults,
            Succession succession,
            Consumer<Event> events,
            Consumer<TickRecord> records) {
        this.setup = setup;
        this.clock = clock;
        this.plugs = plugs;
        this.faults = faults;
        this.succession = succession;
        this.events = events;
        this.records = records;
        process = new EngineProcess(clock);
        engine = started(setup.canary);
        rollout = engine.manage(setup.canary);
    }

    private Engine started(Canary canary) {
        engines++;
        Seams seams = Engines.seams(setup.seed * 31 + engines).states(process).calls(faults.of(process));
        Engine started = Engines.build(
                canary,
                setup.modules,
                plugs.in(succession.next(), process, faults.lookups(process)),
                records,
                false,
                seams);
        started.listen(events::accept);
        started.start();
        return started;
    }

    /** Another engine takes over; one that is still alive must have been killed. */
    void takeOver(Canary canary) {
        process = new EngineProcess(clock);
        engine = started(canary);
        if (givenBack()) {
            return; // there is no such canary any more
        }
        rollout = engine.manage(canary);
        if (givingBack) {
            given = engine.giveBack(canary.key()).toCompletableFuture();
        }
    }

    void kill() {
        process.die();
        engine.kill();
    }

    boolean alive() {
        return process.alive();
    }

    void pause(Duration time) {
        process.pause(time);
    }

    /** The canary was edited; a dead engine learns of it from whoever takes over. */
    void edited(Canary canary) {
        if (process.alive() && !givingBack) {
            engine.manage(canary);
        }
    }

    /** The canary was deleted; likewise. */
    void giveBack(CanaryKey key) {
        givingBack = true;
        if (process.alive()) {
            given = engine.giveBack(key).toCompletableFuture();
        }
    }

    boolean givingBack() {
        return givingBack;
    }

    boolean givenBack() {
        return givingBack && given.isDone();
    }

    Rollout rollout() {
        return rollout;
    }

    /** How the run of that revision ended, as far as this engine knows. */
    Optional<RunResult> result(Revision revision) {
        CompletableFuture<RunResult> result = rollout.result(revision).toCompletableFuture();
        return result.isDone() && !result.isCompletedExceptionally() ? Optional.of(result.join()) : Optional.empty();
    }
}
