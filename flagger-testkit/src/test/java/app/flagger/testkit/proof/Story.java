package app.flagger.testkit.proof;

import app.flagger.api.PlugException;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Resources;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.engine.Flagger;
import app.flagger.testkit.Fault;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Share;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One run with what chance brings to it.
 *
 * @param policy what is analysed, and how
 * @param seed for what is drawn while it is played
 * @param good how many of 100 measurements are good; of the others some are bad, and some are missing or nonsense
 * @param lagSeconds how long the data plane takes to follow
 * @param abilities which abilities the workload has, as bits
 * @param events what happens, and how many seconds after the push, within two hours
 * @param faults how often which fault strikes
 */
record Story(
        Design policy, long seed, int good, int lagSeconds, int abilities, List<Event> events, List<Trouble> faults) {
    /** A second router that is registered. */
    static final String OTHER_PROVIDER = "linkerd";

    /** Not a whole number of hours: clocks jump by hours, and what happened then must not seem to have happened just now. */
    private static final Duration QUIET = Duration.ofMinutes(200);

    record Event(int second, Happening what) {}

    record Trouble(int kind, int percent, int atMost) {
        /** Not as often as it takes to give up an alert. */
        private Faults lookups() {
            return Faults.on(Resources.class).random(new Share(percent)).atMost(Math.min(3, atMost));
        }

        /** Each time for a while: the same order fails tick after tick. */
        private Fault refused(Class<?> plug, String method) {
            PlugException.Kind[] kinds = PlugException.Kind.values();
            return Faults.on(plug).named(method).atMost(percent).error(kinds[atMost % kinds.length]);
        }

        Fault fault() {
            Faults at = Faults.onAnyPlug().random(new Share(percent)).atMost(atMost);
            PlugException.Kind[] kinds = PlugException.Kind.values();
            return switch (kind) {
                case 0 -> at.crash();
                case 1 -> at.lostAnswer();
                case 2 -> at.timeout();
                case 3 -> at.lateEffect(Duration.ofSeconds(45));
                case 4 -> at.crashWithLateEffect(Duration.ofSeconds(100));
                case 5 -> at.stale();
                case 6 -> at.slow(Duration.ofSeconds(4));
                case 7 -> at.pause(Duration.ofSeconds(100));
                case 8 -> at.conflict();
                case 9 -> at.clockJump(Duration.ofHours(1));
                case 10 -> at.clockJump(Duration.ofHours(-1));
                case 17 -> at.lateEffect(Duration.ofMinutes(20));
                // Fewer than a plug has places, or nothing more could be asked of it.
                case 18 ->
                    Faults.onAnyPlug()
                            .random(new Share(percent))
                            .atMost(1 + atMost % 4)
                            .hang();
                case 19 -> lookups().error(kinds[percent % kinds.length]);
                case 20 -> lookups().crash();
                case 21 -> refused(Workload.class, "pin");
                case 22 -> refused(Workload.class, "promote");
                case 23 -> refused(Workload.class, "scaleCanary");
                case 24 -> refused(TrafficRouter.class, "write");
                default -> at.error(kinds[(kind - 11) % kinds.length]);
            };
        }
    }

    Run play() {
        return simulation().run();
    }

    Simulation simulation() {
        SimulatedMesh other = new SimulatedMesh(Mesh.linkerd(), new VirtualClock(), seed);
        Simulation simulation = Simulation.of(policy.canary())
                .engine(References::register)
                .engine(builder -> builder.router(OTHER_PROVIDER, other.router()))
                .engine(gates())
                .replicas(policy.replicas())
                .seed(seed)
                .requestsPerSecond(0)
                .workload(able())
                .at(Duration.ZERO, this::begin);
        if (policy.shiftsTraffic()) {
            simulation = simulation.mesh(Mesh.istio().lag(Duration.ofSeconds(lagSeconds)));
        }
        for (Event event : events) {
            simulation = simulation.at(Duration.ofSeconds(event.second), event.what::in);
        }
        for (Trouble trouble : faults) {
            simulation = simulation.fault(trouble.fault());
        }
        // Nobody hears a command while the engine is dead, as a fault may have left it just then.
        return simulation
                .at(QUIET, Happening::end)
                .at(QUIET.plusMinutes(5), Happening::resumeWhatIsPaused)
                .at(QUIET.plusMinutes(10), Happening::resumeWhatIsPaused);
    }

    /** Each says no as often as it shall, whichever engine asks. */
    private Consumer<Flagger.Builder> gates() {
        Map<String, AtomicInteger> left = new LinkedHashMap<>();
        policy.gates().forEach((name, closed) -> left.put(name, new AtomicInteger(closed)));
        return builder -> left.forEach((name, closed) -> builder.gate(name, request -> closed.getAndDecrement() <= 0));
    }

    private WorkloadAbility[] able() {
        // An engine that died may have left writes that are still to land: only a target that compares fences keeps
        // them out.
        return java.util.Arrays.stream(WorkloadAbility.values())
                .filter(ability ->
                        ability == WorkloadAbility.COMPARE_FENCES || (abilities >> ability.ordinal() & 1) == 1)
                .toArray(WorkloadAbility[]::new);
    }

    private void begin(World world) {
        Policy.begin(world);
        SplittableRandom random = new SplittableRandom(seed);
        // In-line and from a template, all others ask for the same.
        world.canary().spec().analysis().metrics().stream()
                .map(metric -> metric.builtIn() ? metric.name() : Policy.METRIC)
                .distinct()
                .forEach(name -> world.metrics().answers(name, query -> measurement(world, random)));
    }

    private Measurement measurement(World world, SplittableRandom random) {
        if (random.nextInt(100) < good) {
            return new Measurement.Value(100, world.now());
        }
        Measurement.Why[] whys = Measurement.Why.values();
        double[] strange = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 101, -1};
        return switch (random.nextInt(4)) {
            case 0 -> new Measurement.Value(strange[random.nextInt(strange.length)], world.now());
            case 1 -> new Measurement.Missing(whys[random.nextInt(whys.length)], "so it was drawn");
            case 2 -> new Measurement.Value(100, world.now().minusSeconds(3600));
            default -> new Measurement.Value(50, world.now());
        };
    }
}
