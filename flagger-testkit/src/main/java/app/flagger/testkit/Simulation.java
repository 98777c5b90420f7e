package app.flagger.testkit;

import app.flagger.api.Problems;
import app.flagger.api.Revision;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.spec.Canary;
import app.flagger.engine.Flagger;
import app.flagger.testkit.world.Behaviour;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A rollout in virtual time: the real engine, in one thread, on a simulated world. The target runs revision {@code v1} at first;
 * once the canary is initialised, {@code v2} is pushed, and the time counts from then. {@link #run()} goes on until that
 * revision's run has ended, at most for seven virtual days. The same seed gives the same run, byte for byte.
 *
 * <p>After each step the promises of the engine that can be seen from outside are checked: weights within their limit, no traffic to a
 * version without replicas, traffic moved before anything is scaled down, no check passed on a metric that gave no number to
 * believe, only analysed revisions promoted, traffic on the canary copy after a failed promotion. A broken one fails the run with
 * its timeline and seed.
 *
 * <p>Immutable: every method returns a new simulation. Thread-safe if what it was given is.
 */
public final class Simulation {
    private final Canary canary;
    private final List<Consumer<Setup>> steps;

    private Simulation(Canary canary, List<Consumer<Setup>> steps) {
        this.canary = canary;
        this.steps = steps;
    }

    /**
     * A simulation of this policy: a mesh as its provider has it, revisions without a fault, 10 requests per second from 1,000
     * clients.
     */
    public static Simulation of(Canary canary) {
        return new Simulation(canary, List.of());
    }

    /**
     * Applies the lambda that production uses. Its strategies, judges, gates, resources, secrets, limits and listeners of
     * records stay, and the calls of its gates are seen as those of other hooks; routers, workloads, metrics, notifiers, hook callers, store, ownership, clock and executor are replaced by
     * simulated ones under the same names. A router's traits are kept unless {@link #mesh} says otherwise.
     */
    public Simulation engine(Consumer<? super Flagger.Builder> module) {
        return with(setup -> setup.modules.add(module));
    }

    /** The kind of mesh. */
    public Simulation mesh(Mesh mesh) {
        return with(setup -> setup.mesh = java.util.Optional.of(mesh));
    }

    /** How the first revision behaves, wherever it runs. */
    public Simulation primary(Behaviour... behaviours) {
        return revision(Setup.FIRST, behaviours);
    }

    /** How every revision that is pushed behaves, wherever it runs, unless {@link #revision} says otherwise. */
    public Simulation canary(Behaviour... behaviours) {
        List<Behaviour> copy = List.of(behaviours);
        return with(setup -> setup.pushed = copy);
    }

    /** How one revision behaves, wherever it runs. */
    public Simulation revision(String name, Behaviour... behaviours) {
        List<Behaviour> copy = List.of(behaviours);
        return with(setup -> setup.revisions.put(new Revision(name), copy));
    }

    /** What the workload can do; everything if it is not said. */
    public Simulation workload(WorkloadAbility... abilities) {
        return with(setup -> setup.abilities = abilities.clone());
    }

    /**
     * A store of one's own instead of the simulated one.
     *
     * @param open opens it for each engine that is started, so that a restart reads what was really kept; begins each run with
     *     nothing in it
     */
    public Simulation store(Supplier<? extends CanaryStore> open) {
        return with(setup -> setup.store = java.util.Optional.of(open));
    }

    /** How many replicas each version has, at least 1; 2 if it is not said. */
    public Simulation replicas(int count) {
        return with(setup -> setup.replicas = count);
    }

    /**
     * How many plain requests come in a second; 10 if it is not said. With 0 only {@link World#metrics()} can say how the canary
     * does. Assertions do not ask for requests at the canary then, nor where the mesh shifts no traffic, unless {@link
     * #testRequestsPerSecond} sends some.
     */
    public Simulation requestsPerSecond(double perSecond) {
        return with(setup -> setup.requestsPerSecond = perSecond);
    }

    /**
     * Further requests that come all the time.
     *
     * @param request what they look like
     * @param clients how many clients they come from; a client keeps its cookie
     */
    public Simulation requests(Request request, double perSecond, int clients) {
        return with(setup -> setup.traffic.add(new Setup.Traffic(request, perSecond, clients)));
    }

    /** Requests of a load test that go straight to the canary whenever it is up: what analyses blue/green before the switch. */
    public Simulation testRequestsPerSecond(double perSecond) {
        return with(setup -> setup.testRequestsPerSecond = perSecond);
    }

    /**
     * Something happens, so long after the push; changes of one time happen in the order in which they were given. What happens
     * at {@link Duration#ZERO} is in force before the push that the simulation makes by itself.
     *
     * @throws app.flagger.api.InvalidResource if the time is negative
     */
    public Simulation at(Duration when, Consumer<? super World> change) {
        Problems problems = new Problems();
        problems.require(!when.isNegative(), "when", when, "must not be negative");
        problems.throwIfAny("at");
        return with(setup -> setup.changes.add(new Setup.Change(when, change)));
    }

    /** Something goes wrong in calls of plugs, from the beginning on. Of several faults for one call the first one strikes. */
    public Simulation fault(Fault fault) {
        return with(setup -> setup.faults.add(fault));
    }

    /** The same without the faults that were given so far. */
    public Simulation withoutFaults() {
        return with(setup -> setup.faults.clear());
    }

    /** Nothing is pushed by itself: whatever happens is said by {@link #at}. */
    public Simulation withoutPush() {
        return with(setup -> setup.push = false);
    }

    /** Hands each run over once it was played, before {@link #run()} returns it; also one that was broken off, before it throws. */
    public Simulation onRun(Consumer<? super Run> listener) {
        return with(setup -> setup.listeners.add(listener));
    }

    /** Where randomness begins; 1 if it is not said. */
    public Simulation seed(long seed) {
        return with(setup -> setup.seed = seed);
    }

    /**
     * Plays it.
     *
     * @throws AssertionError with timeline and seed if the engine breaks a promise, or if what was given to {@link #at} throws
     *     one, which is its cause; another exception of it comes as it is, and seed and timeline are suppressed in it
     */
    public Run run() {
        return play(setup());
    }

    /**
     * Plays it with several seeds, this one's and the ones after it. So that thousands of runs find room, they do not keep {@link
     * Run#decisions()} and {@link Run#calls()}; a run with its seed alone does.
     *
     * @param seeds how many, at least 1
     * @throws AssertionError as {@link #run()}
     */
    public Runs runs(int seeds) {
        List<Run> runs = new ArrayList<>();
        long first = setup().seed;
        for (int i = 0; i < seeds; i++) {
            Setup setup = setup();
            setup.seed = first + i;
            setup.records = false;
            runs.add(play(setup));
        }
        return new Runs(runs);
    }

    private static Run play(Setup setup) {
        Run run = new Play(setup).play();
        setup.listeners.forEach(listener -> listener.accept(run));
        return run;
    }

    private Simulation with(Consumer<Setup> step) {
        List<Consumer<Setup>> more = new ArrayList<>(steps);
        more.add(step);
        return new Simulation(canary, List.copyOf(more));
    }

    private Setup setup() {
        Setup setup = new Setup(canary);
        steps.forEach(step -> step.accept(setup));
        return setup;
    }
}
