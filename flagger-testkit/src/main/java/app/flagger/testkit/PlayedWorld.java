package app.flagger.testkit;

import app.flagger.api.CanaryKey;
import app.flagger.api.Revision;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.engine.Event;
import app.flagger.engine.Rollout;
import app.flagger.engine.TickRecord;
import app.flagger.testkit.world.MeshMetrics;
import app.flagger.testkit.world.RecordedAlerts;
import app.flagger.testkit.world.RecordedHooks;
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
import java.util.function.UnaryOperator;

/** The world of one run of a simulation, with the engine that acts on it: what a test does to them while they are played. */
abstract class PlayedWorld extends ToldWorld implements FaultInjector.Victim {
    private static final Duration RESTART = Duration.ofSeconds(1);

    final Setup setup;
    final VirtualClock clock = new VirtualClock();
    final WatchedStore store;
    final Invariants invariants;
    final Driver driver;
    private final RecordedAlerts alerts = new RecordedAlerts();
    private final RecordedHooks hooks = new RecordedHooks();
    private final SimulatedMesh mesh;
    private final SimulatedWorkload workload;
    private final SettableMetrics metrics;
    private final Narrator narrator;
    private final FaultInjector faults;
    private final List<Event> events = new ArrayList<>();
    private final List<TickRecord> records = new ArrayList<>();
    private Canary canary;
    private int enginesToCome;

    PlayedWorld(Setup setup) {
        this.setup = setup;
        canary = setup.canary;
        mesh = new SimulatedMesh(
                setup.mesh.orElseGet(() -> Engines.mesh(setup.canary, setup.modules)), clock, setup.seed);
        workload = new SimulatedWorkload(clock, new Revision(Setup.FIRST))
                .can(setup.abilities)
                .behaves(setup::behaviours)
                .replicas(setup.replicas);
        mesh.connect(canary, workload);
        // Before the engine, which answers a push at once.
        workload.watch(this::pushed);
        metrics = new SettableMetrics(new MeshMetrics(mesh)).only(() -> Engines.metricNames(canary(), setup.modules));
        invariants = new Invariants(canary, mesh, workload, clock);
        store = new WatchedStore(new SimulatedStore(), this::removeAnnotation, invariants);
        narrator = new Narrator(canary.key(), mesh, clock);
        Succession succession = new Succession();
        Plugs plugs = new Plugs(
                new WatchedRouter(mesh.router(), invariants),
                new WatchedWorkload(workload, invariants),
                invariants.over(metrics),
                alerts,
                hooks,
                store,
                succession.next(),
                clock);
        faults = new FaultInjector(clock, this, setup.faults, setup.seed);
        engineStarts();
        driver = new Driver(setup, clock, plugs, faults, succession, this::heard, this::keep);
    }

    /** The target changed. */
    abstract void pushed();

    private void engineStarts() {
        invariants.engineStarted();
        setup.store.ifPresent(open -> store.reopened(open.get()));
    }

    private void heard(Event event) {
        events.add(event);
        narrator.event(event);
    }

    private void keep(TickRecord record) {
        if (setup.records) {
            records.add(record);
        }
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
        driver.edited(canary);
    }

    @Override
    public void giveBack() {
        narrator.world("the canary is deleted");
        driver.giveBack(canary.key());
    }

    @Override
    public void killEngine() {
        narrator.world("the engine is killed");
        driver.kill();
    }

    @Override
    public void restartEngine() {
        driver.kill();
        narrator.world("a new engine starts");
        engineStarts();
        driver.takeOver(canary);
    }

    @Override
    public void crash() {
        killEngine();
        enginesToCome++;
        clock.after(RESTART, () -> {
            enginesToCome--;
            restartEngine();
        });
    }

    @Override
    public void pauseEngine(Duration time) {
        narrator.world("the engine stands still for " + time);
        driver.pause(time);
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

    /** Whether a new engine is about to take the place of one that crashed. */
    boolean awaitsEngine() {
        return enginesToCome > 0;
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
        return driver.rollout();
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

    Invariants invariants() {
        return invariants;
    }

    @Override
    Narrator narrator() {
        return narrator;
    }

    List<Event> events() {
        return events;
    }

    List<TickRecord> records() {
        return records;
    }
}
