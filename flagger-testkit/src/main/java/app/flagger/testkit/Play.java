package app.flagger.testkit;

import app.flagger.api.CanaryKey;
import app.flagger.api.Revision;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.engine.Event;
import app.flagger.engine.Rollout;
import app.flagger.engine.RunResult;
import app.flagger.engine.Snapshot;
import app.flagger.engine.TickRecord;
import app.flagger.engine.runtime.Engine;
import app.flagger.engine.runtime.Seams;
import app.flagger.testkit.world.MeshMetrics;
import app.flagger.testkit.world.RecordedAlerts;
import app.flagger.testkit.world.RecordedHooks;
import app.flagger.testkit.world.Request;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.SettableMetrics;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.SimulatedStore;
import app.flagger.testkit.world.SimulatedWorkload;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** One run of a simulation, while it is played. */
final class Play extends ToldWorld implements FaultInjector.Victim {
    static final Duration LONGEST = Duration.ofDays(7);
    private static final int CLIENTS = 1_000;
    private static final Duration RESTART = Duration.ofSeconds(1);

    private final Setup setup;
    private final VirtualClock clock = new VirtualClock();
    private final RecordedAlerts alerts = new RecordedAlerts();
    private final RecordedHooks hooks = new RecordedHooks();
    private final WatchedStore store;
    private final SimulatedMesh mesh;
    private final SimulatedWorkload workload;
    private final SettableMetrics metrics;
    private final Invariants invariants;
    private final Narrator narrator;
    private final Plugs plugs;
    private final FaultInjector faults;
    private final Succession succession = new Succession();
    private final List<Event> events = new ArrayList<>();
    private final List<TickRecord> records = new ArrayList<>();
    private Canary canary;
    private EngineProcess process;
    private Engine engine;
    private Rollout rollout;
    private Snapshot seen;
    private boolean givingBack;
    private CompletableFuture<RunResult> given = new CompletableFuture<>();
    private int changesToCome;
    private int engines;
    private int highestWeight;
    private long began;
    /** Both clocks at the last step: a tick reads the wall clock at its beginning, and it may be set forward after that. */
    private Instant stepAt = VirtualClock.START;

    private long stepNanos;

    Play(Setup setup) {
        this.setup = setup;
        canary = setup.canary;
        mesh = new SimulatedMesh(
                setup.mesh.orElseGet(() -> Engines.mesh(setup.canary, setup.modules)), clock, setup.seed);
        workload = new SimulatedWorkload(clock, new Revision(Setup.FIRST))
                .can(setup.abilities)
                .behaves(setup::behaviours)
                .replicas(setup.replicas);
        mesh.connect(canary, workload);
        metrics = new SettableMetrics(new MeshMetrics(mesh)).only(() -> Engines.metricNames(canary(), setup.modules));
        invariants = new Invariants(canary, mesh, workload);
        store = new WatchedStore(new SimulatedStore(), this::removeAnnotation, invariants);
        narrator = new Narrator(canary.key(), mesh, clock);
        plugs = new Plugs(
                new WatchedRouter(mesh.router(), invariants),
                new WatchedWorkload(workload, invariants),
                invariants.over(metrics),
                alerts,
                hooks,
                store,
                succession.next(),
                clock);
        faults = new FaultInjector(clock, this, setup.faults, setup.seed);
        engine = startEngine();
        rollout = engine.manage(canary);
        seen = rollout.snapshot();
    }

    Run play() {
        mesh.requests(canary.key(), Request.plain(), setup.requestsPerSecond, CLIENTS);
        mesh.testRequests(canary.key(), setup.testRequestsPerSecond);
        setup.traffic.forEach(some -> mesh.requests(canary.key(), some.request(), some.perSecond(), some.clients()));
        long limit = clock.nanos() + LONGEST.toNanos();
        while (seen.phase() != Phase.INITIALIZED && clock.nanos() < limit && clock.runNext()) {
            observe();
        }
        began = clock.nanos();
        long before = mesh.served(canary.key(), Role.CANARY) + mesh.served(canary.key(), Role.PRIMARY);
        long canaryBefore = mesh.served(canary.key(), Role.CANARY);
        long seenBefore = mesh.seen(canary.key(), Role.CANARY);
        plan();
        limit = clock.nanos() + LONGEST.toNanos();
        while (!ended() && clock.nanos() < limit && clock.runNext()) {
            observe();
        }
        if (ended()) {
            invariants.afterRun(store.due(), faults.calls(), events);
            if (!givingBack) {
                invariants.afterRun(seen.status());
            }
            failIfBroken();
        }
        long exposed = mesh.served(canary.key(), Role.CANARY) - canaryBefore;
        long all = exposed + canaryBefore + mesh.served(canary.key(), Role.PRIMARY) - before;
        boolean sawRequest = mesh.seen(canary.key(), Role.CANARY) > seenBefore;
        return new Run(this, Duration.ofNanos(clock.nanos() - began), exposed, all, sawRequest);
    }

    private void plan() {
        setup.changes.stream().filter(Setup.Change::beforePush).forEach(this::schedule);
        if (setup.push) {
            schedule(new Setup.Change(Duration.ZERO, world -> world.push(Setup.PUSHED)));
        }
        setup.changes.stream().filter(change -> !change.beforePush()).forEach(this::schedule);
    }

    private void schedule(Setup.Change change) {
        changesToCome++;
        clock.after(change.when(), () -> {
            changesToCome--;
            change.what().accept(this);
        });
    }

    private Engine startEngine() {
        engines++;
        invariants.engineStarted(clock.now());
        setup.store.ifPresent(open -> store.reopened(open.get()));
        process = new EngineProcess(clock);
        Seams seams = Engines.seams(setup.seed * 31 + engines).states(process).calls(faults.of(process));
        Engine started = Engines.build(
                canary,
                setup.modules,
                plugs.in(succession.next(), process, faults.lookups(process)),
                records::add,
                false,
                seams);
        started.listen(event -> {
            events.add(event);
            narrator.event(event);
        });
        started.start();
        return started;
    }

    /** Looks at what the last task did. */
    private void observe() {
        narrator.dataPlane();
        Snapshot now = rollout.snapshot();
        if (now == seen) {
            return;
        }
        seen = now;
        stepAt = clock.now();
        stepNanos = clock.nanos();
        if (now.lastTickAt().isEmpty()) {
            return;
        }
        if (now.phase().analysing()) {
            int weight = mesh.written(canary.key()).map(Split::canaryPercent).orElse(0);
            highestWeight = Math.max(highestWeight, weight);
        }
        narrator.step(now);
        invariants.afterStep(now);
        failIfBroken();
    }

    private void failIfBroken() {
        if (!invariants.broken().isEmpty()) {
            throw new AssertionError("a promise was broken with seed " + setup.seed + ":\n  "
                    + String.join("\n  ", invariants.broken()) + "\n" + timeline("a promise was broken") + "\n"
                    + replay());
        }
    }

    /** The Java that plays this again. */
    String replay() {
        return "played again by: simulation.withoutFaults().seed(" + setup.seed + ")"
                + faults.struck().stream()
                        .map(fault -> "\n    .fault(" + fault + ")")
                        .collect(Collectors.joining())
                + ".run()";
    }

    /** Whether the run of the revision that the target has is over, with all that is to be told of it. */
    boolean ended() {
        CanaryStatus status = seen.status();
        if (givingBack) {
            return changesToCome == 0 && given.isDone();
        }
        String target = workload.target().id();
        boolean done = status.lastAppliedSpec().equals(Optional.of(target))
                || status.lastPromotedSpec().equals(Optional.of(target))
                || status.failedRevisions().contains(workload.target());
        return changesToCome == 0
                && process.alive()
                && done
                && seen.phase().settled()
                && status.ending().isEmpty()
                && status.restoring().isEmpty()
                && status.commands().isEmpty()
                && status.outbox().isEmpty();
    }

    Optional<RunResult> result() {
        CompletableFuture<RunResult> result = rollout.result(workload.target()).toCompletableFuture();
        return result.isDone() && !result.isCompletedExceptionally() ? Optional.of(result.join()) : Optional.empty();
    }

    private void removeAnnotation(CanaryKey key, String annotation) {
        Map<String, String> left = new LinkedHashMap<>(canary.metadata().annotations());
        left.remove(annotation);
        ObjectMetadata metadata =
                canary.metadata().toBuilder().annotations(left).build();
        clock.after(
                Duration.ZERO,
                () -> edit(it -> it.toBuilder().metadata(metadata).build()));
    }

    @Override
    public void edit(UnaryOperator<Canary> change) {
        narrator.world("the canary is edited");
        canary = change.apply(canary);
        invariants.canary(canary);
        if (process.alive() && !givingBack) {
            engine.manage(canary);
        }
    }

    @Override
    public void giveBack() {
        narrator.world("the canary is deleted");
        givingBack = true;
        if (process.alive()) {
            given = engine.giveBack(canary.key()).toCompletableFuture();
        }
    }

    @Override
    public void killEngine() {
        narrator.world("the engine is killed");
        process.die();
        engine.kill();
    }

    @Override
    public void restartEngine() {
        process.die();
        engine.kill();
        narrator.world("a new engine starts");
        engine = startEngine();
        rollout = engine.manage(canary);
        if (givingBack && !given.isDone()) {
            given = engine.giveBack(canary.key()).toCompletableFuture();
        }
    }

    @Override
    public void crash() {
        killEngine();
        clock.after(RESTART, this::restartEngine);
    }

    @Override
    public void pauseEngine(Duration time) {
        narrator.world("the engine stands still for " + time);
        process.pause(time);
    }

    @Override
    public void jumpClock(Duration by) {
        narrator.world("the wall clock is set by " + by);
        clock.jump(by);
    }

    @Override
    public void cutOff(Class<?> plug) {
        narrator.world("no call of " + plug.getSimpleName() + " gets through any more");
        faults.cutOff(plug);
    }

    @Override
    public void reconnect(Class<?> plug) {
        narrator.world("calls of " + plug.getSimpleName() + " get through again");
        faults.reconnect(plug);
    }

    @Override
    public void told(RouteState state) {
        invariants.told(state);
    }

    @Override
    public void told(WorkloadState state) {
        invariants.told(state);
    }

    @Override
    public void told(String operation, Measurement measurement) {
        Instant undisturbed = stepAt.plusNanos(clock.nanos() - stepNanos);
        invariants.told(operation, measurement, undisturbed.isBefore(clock.now()) ? undisturbed : clock.now());
    }

    @Override
    public void narrate(String what) {
        narrator.fault(what);
    }

    @Override
    public Canary canary() {
        return canary;
    }

    @Override
    public Rollout rollout() {
        return rollout;
    }

    @Override
    public SimulatedMesh mesh() {
        return mesh;
    }

    @Override
    public SimulatedWorkload workload() {
        return workload;
    }

    @Override
    public SettableMetrics metrics() {
        return metrics;
    }

    @Override
    public RecordedHooks hooks() {
        return hooks;
    }

    @Override
    public RecordedAlerts alerts() {
        return alerts;
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    FaultInjector faults() {
        return faults;
    }

    Setup setup() {
        return setup;
    }

    Snapshot snapshot() {
        return seen;
    }

    Invariants invariants() {
        return invariants;
    }

    @Override
    Narrator narrator() {
        return narrator;
    }

    /** What happened so far. */
    Timeline timeline(String outcome) {
        return narrator.timeline(canary.key() + ", seed " + setup.seed + ": " + outcome, began);
    }

    List<Event> events() {
        return events;
    }

    List<TickRecord> records() {
        return records;
    }

    int highestWeight() {
        return highestWeight;
    }
}
